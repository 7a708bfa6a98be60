#include "speech/text/speakable.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxWord = 40;
constexpr std::size_t kMaxTag = 200;

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

// U+00C0 to U+017F without their accents; '?' stands for those in kSigns.
constexpr std::string_view kPlainLetters =
    "AAAAAA?CEEEEIIIIDNOOOOO?OUUUUY??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKkkLlLlLl"
    "LlLlNnNnNnnNnOoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(kPlainLetters.size() == 0x180 - 0xC0);

// Of those beyond, the letters of Romanian, Vietnamese and Pinyin.
constexpr std::array<std::pair<std::uint32_t, char>, 24> kMoreLetters{{
    {0x1A0, 'O'}, {0x1A1, 'o'}, {0x1AF, 'U'}, {0x1B0, 'u'}, {0x1CD, 'A'}, {0x1CE, 'a'},  {0x1CF, 'I'},  {0x1D0, 'i'},
    {0x1D1, 'O'}, {0x1D2, 'o'}, {0x1D3, 'U'}, {0x1D4, 'u'}, {0x1E6, 'G'}, {0x1E7, 'g'},  {0x1F4, 'G'},  {0x1F5, 'g'},
    {0x218, 'S'}, {0x219, 's'}, {0x21A, 'T'}, {0x21B, 't'}, {0x192, 'f'}, {0x1EBD, 'e'}, {0x1E9F, 's'}, {0x18F, 'e'},
}};

constexpr std::array<std::pair<std::uint32_t, std::string_view>, 39> kSigns{{
    {0xA0, " "},     {0xA2, " cents "},   {0xA3, "GBP"},
    {0xA5, "JPY"},   {0xB0, " degrees "}, {0xB1, " plus or minus "},
    {0xB5, "micro"}, {0xBC, " 1/4"},      {0xBD, " 1/2"},
    {0xBE, " 3/4"},  {0xC6, "AE"},        {0xDE, "Th"},
    {0xDF, "ss"},    {0xE6, "ae"},        {0xF7, " divided by "},
    {0xFE, "th"},    {0x132, "IJ"},       {0x133, "ij"},
    {0x152, "OE"},   {0x153, "oe"},       {0x1E9E, "SS"},
    {0x200B, ""},    {0x200C, ""},        {0x200D, ""},
    {0x2010, "-"},   {0x2011, "-"},       {0x2012, "-"},
    {0x2013, "-"},   {0x2014, ", "},      {0x2015, ", "},
    {0x2018, "'"},   {0x2019, "'"},       {0x201A, "'"},
    {0x201C, "\""},  {0x201D, "\""},      {0x2026, "... "},
    {0x20AC, "EUR"}, {0x2212, "-"},       {0xFEFF, ""},
}};
static_assert(std::ranges::is_sorted(kSigns, {}, &std::pair<std::uint32_t, std::string_view>::first));

// As it is said behind what is there: "m²" is "m2" and "640×480" is "640x480", as people write without such signs.
std::string_view in_place(std::string_view out, std::uint32_t c) {
  const char before = out.empty() ? ' ' : out.back();
  if (c == 0xB2) return before == 'm' ? "2" : " squared";
  if (c == 0xB3) return before == 'm' ? "3" : " cubed";
  if (c == 0xD7) return is_digit(before) ? "x" : " times ";
  return {};
}

// The ASCII of a code point; a space for what cannot be spoken.
void append_plain(std::string& out, std::uint32_t c) {
  if (c < 0x80)
    out += is_blank(static_cast<char>(c)) || c == 0x7F ? ' ' : static_cast<char>(c);
  else if (const std::string_view said = in_place(out, c); !said.empty())
    out += said;
  else if (const auto sign = std::ranges::lower_bound(kSigns, c, {}, &decltype(kSigns)::value_type::first);
           sign != kSigns.end() && sign->first == c)
    out += sign->second;
  else if (c >= 0xC0 && c < 0x180)
    out += kPlainLetters[c - 0xC0];
  else if (c >= 0x1EA0 && c < 0x1EFA)  // Vietnamese, small letters at odd places
    out += static_cast<char>((c < 0x1EB8   ? 'A'
                              : c < 0x1EC8 ? 'E'
                              : c < 0x1ECC ? 'I'
                              : c < 0x1EE4 ? 'O'
                              : c < 0x1EF2 ? 'U'
                                           : 'Y') +
                             (c % 2 ? 32 : 0));
  else if (const auto letter = std::ranges::find(kMoreLetters, c, &std::pair<std::uint32_t, char>::first);
           letter != kMoreLetters.end())
    out += letter->second;
  else if ((c >= 0x300 && c < 0x370) || (c >= 0xFE00 && c < 0xFE10))
    return;  // combining accents, variation selectors: they only dress their neighbour
  else
    out += ' ';
}

// The bytes of a terminal's escape sequence at the front of the text, as "\\e[31m"; 0: there is none.
std::size_t escape_sequence(std::string_view text) {
  if (!text.starts_with('\x1B')) return 0;
  if (text.size() < 2 || text[1] != '[') return 1;
  std::size_t end = 2;
  while (end < text.size() && end < kMaxTag && !(text[end] >= '@' && text[end] <= '~')) ++end;
  return std::min(end + 1, text.size());
}

std::string to_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t bytes = escape_sequence(text); bytes > 0) {
      text.remove_prefix(bytes);
      continue;
    }
    const utf8::Front at = utf8::front(text);
    if (at.kind == utf8::Front::Kind::kCharacter) append_plain(out, utf8::code_point(text.substr(0, at.bytes)));
    text.remove_prefix(at.bytes);
  }
  return out;
}

// Tags (<b>, </p>, <|end|>) go, and of a link in Markdown the address goes: [words](address).
std::string without_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (rest.size() > 2 && rest[0] == '<' && (is_alpha(rest[1]) || std::string_view("/|!").contains(rest[1]))) {
      if (const auto end = rest.substr(0, kMaxTag).find('>'); end != rest.npos) {
        out += ' ';
        i += end;
        continue;
      }
    }
    if (rest.starts_with("](")) {
      if (const auto end = rest.find_first_of(") "); end != rest.npos && rest[end] == ')') {
        i += end;
        out += ' ';
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

bool is_link(std::string_view word) { return word.contains("://") || word.starts_with("www."); }

// "Goooooal" is read as "Goal": no English word has a letter three times in a row, but a Roman number has.
std::string without_runs(std::string_view word) {
  const bool roman = word.find_first_not_of("IVXL.,;:!?)\"'s") == word.npos;
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    std::size_t run = 1;
    while (i + run < word.size() && std::tolower(word[i + run]) == std::tolower(word[i])) ++run;
    const bool sign = !is_alpha(word[i]) && !is_digit(word[i]) && word[i] != '.';
    const bool drawn_out = is_alpha(word[i]) && run >= 3 && run < word.size() && !roman;
    out.append(word.substr(i, sign || drawn_out ? 1 : word[i] == '.' ? std::min<std::size_t>(run, 3) : run));
    i += run;
  }
  return out;
}

// Signs that flite would spell out go; those that it reads well, or that make its pauses, stay.
std::string spoken_word(std::string_view word) {
  if (is_link(word)) return {};
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto says = [&](std::size_t at) { return is_alpha(word[at]) || is_digit(word[at]); };
    const bool inside = i > 0 && i + 1 < word.size() && says(i - 1) && says(i + 1);
    if (is_alpha(c) || is_digit(c) || std::string_view(".,;:?!'\"()-&%$+=@").contains(c) || (c == '/' && inside))
      out += c;
    else if (c == '#' && i + 1 < word.size() && is_digit(word[i + 1]))
      out += "number ";
    else if (!std::string_view("*_`").contains(c))
      out += ' ';
  }
  out = without_runs(out);
  const auto doubled = std::ranges::unique(out, [](char a, char b) { return a == ' ' && b == ' '; });
  out.erase(doubled.begin(), doubled.end());
  if (out.starts_with(' ')) out.erase(0, 1);
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string speakable(std::string_view text) {
  const std::string plain = without_markup(to_ascii(text));
  std::string out;
  bool any = false;
  std::string_view rest = plain;
  while (!rest.empty()) {
    if (is_blank(rest.front())) {
      rest.remove_prefix(1);
      continue;
    }
    const auto end =
        std::min(static_cast<std::size_t>(std::ranges::find_if(rest, is_blank) - rest.begin()), rest.size());
    std::string word = spoken_word(rest.substr(0, end));
    // Keeps enough of an endless number to say that it is one.
    const auto of_number = [](char c) { return is_digit(c) || std::string_view(".,;:?!").contains(c); };
    if (word.size() > kMaxWord && std::ranges::all_of(word, of_number)) word.resize(kMaxWord);
    rest.remove_prefix(end);
    const bool says = std::ranges::any_of(word, [](char c) { return is_alpha(c) || is_digit(c); });
    // A sign on its own is read ("&") or makes a pause ("-"); at the start of a text it is a list's mark.
    const bool sign = word.size() == 1 && !out.empty() && std::string_view(",;:.?!-&+=%@").contains(word[0]);
    if (word.size() > kMaxWord || !(says || sign || (!out.empty() && word == "..."))) continue;
    if (!out.empty()) out += ' ';
    out += word;
    any = any || says;
  }
  return any ? out : std::string();
}

}  // namespace np
