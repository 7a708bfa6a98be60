#include "speech/text/normaliser.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "speech/text/number_forms.hpp"
#include "speech/text/number_words.hpp"
#include "speech/text/speakable.hpp"
#include "speech/text/token.hpp"
#include "speech/text/word_forms.hpp"

namespace np::text {
namespace {

constexpr std::string_view kPauses = ",.;:?!";

// "1 - 0" is written as "1-0".
std::string with_scores_joined(std::string_view text) {
  constexpr std::string_view kApart = " - ";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between =
        i > 0 && i + kApart.size() < text.size() && is_digit(text[i - 1]) && is_digit(text[i + kApart.size()]);
    if (between && text.substr(i).starts_with(kApart)) {
      out += '-';
      i += kApart.size() - 1;
    } else {
      out += text[i];
    }
  }
  return out;
}

// "10 000", "1.000.000" and "1'000" are written as "10,000".
std::string with_thousands_joined(std::string_view text) {
  std::string out(text);
  const auto is_group = [&](std::size_t at) {
    return at + 3 <= text.size() && std::ranges::all_of(text.substr(at, 3), is_digit) &&
           (at + 3 == text.size() || !is_digit(text[at + 3]));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool inside = i > 0 && (is_alpha(text[i - 1]) || std::string_view("0123456789.,:'/").contains(text[i - 1]));
    if (!is_digit(text[i]) || inside) continue;
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - i > 3 || text[i] == '0' || end == text.size()) continue;
    const char sign = text[end];
    std::size_t groups = 0, last = end;
    while (last < text.size() && text[last] == sign && is_group(last + 1)) last += 4, ++groups;
    // Two numbers may stand side by side, and an address has four with dots between.
    const bool joined = (sign == '\'' && groups > 0) || (sign == '.' && groups == 2) ||
                        (sign == ' ' && (groups > 1 || (groups == 1 && text.substr(end + 1, 3) == "000")));
    if (joined)
      for (std::size_t at = end; at < last; at += 4) out[at] = ',';
  }
  return out;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) tokens.push_back(take_apart(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tokens;
}

std::string pauses(std::string_view signs) {
  std::string out;
  for (const char sign : signs)
    if (kPauses.contains(sign)) out += sign;
  if (out.empty() && signs.contains(')')) out = ",";
  return out;
}

std::string_view sign_word(std::string_view core) {
  if (core == "&") return "and";
  if (core == "+") return "plus";
  if (core == "=") return "equals";
  if (core == "@") return "at";
  if (core == "%") return "percent";
  return {};
}

// A word between hyphens, slashes and other signs, as those are said.
std::string plain(std::string_view core) {
  std::string out;
  for (std::size_t i = 0; i < core.size(); ++i) {
    const char c = core[i];
    const bool inside = i > 0 && i + 1 < core.size();
    if (is_alpha(c) || is_digit(c) || (c == '\'' && inside) || (c == '.' && inside))
      out += c;
    else if (c == '\'' && i + 1 == core.size())
      continue;
    else if (c == ':' && inside && is_digit(core[i - 1]) && is_digit(core[i + 1]))
      out += " to ";
    else if (const std::string_view word = sign_word(core.substr(i, 1)); !word.empty())
      out += " " + std::string(word) + " ";
    else
      out += ' ';
  }
  // "B52": letters and digits apart, so that the number is said as one.
  std::string apart;
  for (std::size_t i = 0; i < out.size();) {
    std::size_t end = i;
    while (end < out.size() && is_digit(out[end])) ++end;
    if (end > i) {
      if (!apart.empty() && apart.back() != ' ') apart += ' ';
      apart += number(std::string_view(out).substr(i, end - i));
      if (end < out.size() && is_alpha(out[end])) apart += ' ';
      i = end;
    } else {
      apart += out[i++];
    }
  }
  return apart;
}

// A word that is none of the known forms; of one with hyphens each part may be one: "3rd-place".
std::string joined(std::string_view core, bool shouted) {
  constexpr std::string_view kJoints = "-&";
  if (core.find_first_of(kJoints) == core.npos) return shouted ? lower(plain(core)) : plain(core);
  std::string out;
  while (!core.empty()) {
    const std::size_t end = std::min(core.find_first_of(kJoints), core.size());
    const Token part{{}, core.substr(0, end), {}};
    const Place alone{std::span(&part, 1), 0};
    const bool and_more = end < core.size() && core[end] == '&';
    core.remove_prefix(std::min(end + 1, core.size()));
    if (part.core.empty()) continue;
    const std::string_view age = part.core.substr(0, part.core.size() - 1);
    const bool of_age = (lower(out) == "under " || lower(out) == "over ") && part.core.ends_with('s') && !age.empty() &&
                        std::ranges::all_of(age, is_digit);
    if (of_age) {
      out += number(age);
      if (out.ends_with('y')) out.replace(out.size() - 1, 1, "ie");
      out += 's';
    } else if (const auto form = say_number(alone)) {
      out += form->words;
    } else if (const auto word = say_word(alone, shouted)) {
      out += word->words;
    } else {
      out += shouted ? lower(plain(part.core)) : plain(part.core);
    }
    out += and_more ? " and " : " ";
  }
  return out;
}

void append_words(std::string& out, std::string_view words) {
  for (const char c : words) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
}

}  // namespace

std::string Normaliser::words(std::string_view text) const {
  const std::string ascii = with_thousands_joined(with_scores_joined(speakable(text)));
  const std::vector<Token> tokens = tokens_of(ascii);
  const bool shouted = is_shouted(tokens);
  std::string out;
  const auto append_signs = [&](const std::string& signs) {
    if (signs.empty() || out.empty()) return;
    while (out.ends_with(' ')) out.pop_back();
    if (!kPauses.contains(out.back())) out += signs;
    out += ' ';
  };
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Place place{tokens, at};
    Token token = tokens[at];
    if (token.before.contains('(')) append_signs(",");
    if (token.core.empty() || token.core == "-") {
      append_signs(token.core == "-" ? "," : pauses(std::string(token.before) + std::string(token.after)));
      continue;
    }
    bool own_dot = false;
    std::string said;
    std::string_view stem = token.core;
    const bool possessive = stem.ends_with("'s");
    if (possessive) stem.remove_suffix(2);
    if (stem.starts_with('\'') && stem.size() > 1 && is_digit(stem[1])) stem.remove_prefix(1);
    if (const std::string* own = lexicon_.find(stem)) {
      said = *own + (possessive ? "'s" : "");
    } else if (auto form = say_number(place)) {
      said = std::move(form->words);
      at += form->more;
      token.after = tokens[at].after;
      own_dot = tokens[at].core.ends_with('.');
    } else if (auto word = say_word(place, shouted)) {
      said = std::move(word->words);
      own_dot = word->dot_is_its_own;
    } else if (const std::string_view sign = sign_word(token.core); !sign.empty()) {
      said = sign;
    } else if (token.core.starts_with("'") && token.core.size() > 2 && is_digit(token.core[1])) {
      const Token inner{{}, stem, {}};
      const auto decade = say_number({std::span(&inner, 1), 0});
      said = decade ? decade->words : plain(stem);
    } else {
      said = joined(token.core, shouted);
    }
    if (token.core == "degrees" && at > 0 && (tokens[at - 1].core == "1" || tokens[at - 1].core == "-1"))
      said = "degree";
    if (token.core == "C" && at > 0 && tokens[at - 1].core == "degrees") said = "Celsius";
    if (token.core == "F" && at > 0 && tokens[at - 1].core == "degrees") said = "Fahrenheit";
    append_words(out, said + " ");
    std::string signs = pauses(token.after);
    const bool last = at + 1 == tokens.size();
    if (own_dot && !last && signs.starts_with('.')) signs.erase(0, 1);
    if (own_dot && last && signs.empty()) signs = ".";
    append_signs(signs);
  }
  while (out.ends_with(' ')) out.pop_back();
  return std::ranges::any_of(out, [](char c) { return is_alpha(c) || is_digit(c); }) ? out : "";
}

bool Normaliser::has_own(std::string_view word) const { return lexicon_.find(speakable(word)) != nullptr; }

}  // namespace np::text
