#include "speech/text/word_forms.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "speech/text/heteronyms.hpp"
#include "speech/text/number_words.hpp"
#include "speech/text/roman_numbers.hpp"

namespace np::text {
namespace {

using std::string_view;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool begins_capital(string_view word) { return !word.empty() && is_capital(word.front()); }
bool is_word(string_view text) { return !text.empty() && std::ranges::all_of(text, is_alpha); }
bool is_vowel(char c) { return string_view("AEIOUYaeiouy").contains(c); }

struct Short {
  string_view written, said;
  bool dot_is_its_own = true;
};
constexpr Short kShort[] = {
    {"Mr", "Mister"},
    {"Mrs", "Missiz"},
    {"Ms", "Miz"},
    {"Prof", "Professor"},
    {"Sr", "Senior"},
    {"Jr", "Junior"},
    {"Capt", "Captain"},
    {"Gen", "General"},
    {"Col", "Colonel"},
    {"Sgt", "Sergeant"},
    {"Lt", "Lieutenant"},
    {"Rev", "Reverend"},
    {"Mt", "Mount"},
    {"Ave", "Avenue"},
    {"Rd", "Road"},
    {"Blvd", "Boulevard"},
    {"Inc", "Incorporated"},
    {"Ltd", "Limited"},
    {"Co", "Company"},
    {"vs", "versus"},
    {"Vs", "versus"},
    {"v", "versus"},
    {"etc", "et cetera", false},
    {"e.g.", "for example,"},
    {"i.e.", "that is,"},
    {"E.g.", "For example,"},
    {"I.e.", "That is,"},
    {"eg", "for example,"},
    {"approx", "approximately"},
    {"max", "maximum"},
    {"dept", "department"},
    {"est", "established"},
    {"incl", "including"},
    {"feat", "featuring"},
    {"a.m.", "ay em"},
    {"p.m.", "p m"},
    {"w/", "with"},
    {"w/o", "without"},
    {"Gov", "Governor"},
    {"Sen", "Senator"},
    {"Dept", "department"},
    {"m2", "square meters"},
    {"m3", "cubic meters"},
    {"km2", "square kilometers"},
};
// These count only with their dot.
constexpr string_view kOnlyWithDot[] = {"Co", "v", "Gen", "Col", "Rev", "est", "max", "Sr", "Inc", "Sen"};
constexpr std::pair<string_view, string_view> kShortMonths[] = {
    {"Jan", "January"},    {"Feb", "February"}, {"Mar", "March"},    {"Apr", "April"},
    {"Jun", "June"},       {"Jul", "July"},     {"Aug", "August"},   {"Sep", "September"},
    {"Sept", "September"}, {"Oct", "October"},  {"Nov", "November"}, {"Dec", "December"}};
// Capitals that are said as a word, and words of two or three letters that somebody may shout.
constexpr string_view kSaidAsWord[] = {"NASA", "NATO", "FIFA", "UEFA", "UNESCO", "UNICEF", "LED"};
constexpr string_view kShouted[] = {
    "ACT", "ADD", "AGO", "AIR", "ALL", "AM",  "AN",  "AND", "ANY", "ARE", "ARM", "ASK", "AT",  "BAD", "BAG",
    "BE",  "BED", "BET", "BIG", "BIT", "BOX", "BOY", "BUS", "BUT", "BY",  "CAN", "CAR", "CAT", "CUP", "CUT",
    "DAD", "DAY", "DID", "DO",  "DOG", "DUE", "EAT", "END", "EYE", "FAN", "FAR", "FEW", "FLY", "FOR", "FUN",
    "GAP", "GET", "GO",  "GOT", "GUN", "GUY", "HA",  "HAD", "HAS", "HAT", "HE",  "HER", "HEY", "HIM", "HIS",
    "HIT", "HOT", "HOW", "ICE", "IF",  "IN",  "IS",  "IT",  "ITS", "JOB", "JOY", "KEY", "KID", "LAW", "LAY",
    "LEG", "LET", "LIE", "LOT", "LOW", "MAN", "MAY", "ME",  "MEN", "MIX", "MOM", "MUD", "MY",  "NET", "NEW",
    "NO",  "NOR", "NOT", "NOW", "ODD", "OF",  "OFF", "OH",  "OLD", "ON",  "ONE", "OR",  "OUR", "OUT", "OWN",
    "PAY", "PUT", "RAN", "RED", "RUN", "SAD", "SAW", "SAY", "SEE", "SET", "SHE", "SIT", "SIX", "SKY", "SO",
    "SUN", "TAP", "TEA", "TEN", "THE", "TIE", "TO",  "TOO", "TOP", "TRY", "TWO", "UP",  "US",  "USE", "VAN",
    "WAR", "WAS", "WAY", "WE",  "WET", "WHO", "WHY", "WIN", "WON", "WOW", "YES", "YET", "YOU"};
constexpr string_view kSpelled[] = {"USA",  "EU", "UK", "UN",  "AC",  "FC", "IOC",  "UFO",  "UAE",
                                    "ESPN", "AI", "ID", "ATP", "HBO", "EA", "NCAA", "UCLA", "YMCA"};

// One letter by its name. The article "a" sounds otherwise.
std::string letter(char c) {
  return c == 'A' || c == 'a' ? "ay" : std::string(1, c >= 'a' ? static_cast<char>(c - 32) : c);
}

std::string spelled(string_view letters) {
  std::string out;
  for (const char c : letters) {
    if (!is_alpha(c)) continue;
    if (!out.empty()) out += ' ';
    out += letter(c);
  }
  return out;
}

std::string street_or_saint(const Place& place, string_view name, string_view title) {
  if (begins_capital(place.at + 1 < place.all.size() ? place.all[place.at + 1].core : "") &&
      place.all[place.at].after.size() <= 1)
    return std::string(title);
  return std::string(begins_capital(place.previous()) ? name : title);
}

std::optional<SaidWord> say_short(const Place& place) {
  const string_view core = place.all[place.at].core;
  const bool dotted = place.all[place.at].after.starts_with('.') || core.ends_with('.');
  if (core == "St" && dotted) return SaidWord{street_or_saint(place, "Street", "Saint"), true};
  if (core == "Dr") return SaidWord{street_or_saint(place, "Drive", "Doctor"), true};
  const string_view next = place.at + 1 < place.all.size() ? place.all[place.at + 1].core : string_view();
  const bool number_next = !next.empty() && is_digit(next.front());
  const bool numbered = number_next && place.all[place.at].after.size() <= (dotted ? 1U : 0U);
  if ((core == "no" || core == "Nr") && dotted && numbered) return SaidWord{"number", true};
  if (core == "No" && numbered) return SaidWord{"number", true};
  if (core == "min" && dotted) return SaidWord{"minutes", true};
  for (const auto& [month, whole] : kShortMonths) {
    const bool dated = number_next || (!place.previous().empty() && is_digit(place.previous().front()));
    if (core == month && dated) return SaidWord{std::string(whole), true};
  }
  for (const Short& known : kShort)
    if (known.written == core && (dotted || !std::ranges::contains(kOnlyWithDot, core)))
      return SaidWord{std::string(known.said), known.dot_is_its_own};
  return std::nullopt;
}

// "U.S.", "J.R.": letters with a dot behind each.
bool is_dotted_letters(string_view core) {
  if (core.size() < 3) return false;
  for (std::size_t i = 0; i < core.size(); ++i)
    if (i % 2 == 0 ? !is_alpha(core[i]) : core[i] != '.') return false;
  return true;
}

// "ann@example.org", "example.org": dots and signs are said. Empty: it is none.
std::string address(string_view core) {
  const std::size_t at = core.find('@');
  const std::size_t dot = core.rfind('.');
  if (dot == core.npos || dot + 2 >= core.size() || dot == 0 || !is_word(core.substr(dot + 1))) return {};
  const bool mail = at != core.npos && at > 0 && at < dot;
  constexpr string_view kPlaces[] = {"com", "org", "net", "edu", "gov", "io", "de", "uk", "eu", "fr", "tv", "info"};
  if (!mail && !(core.substr(dot + 1).size() <= 4 && std::ranges::contains(kPlaces, core.substr(dot + 1)))) return {};
  std::string out;
  for (const char c : core) {
    if (c == '@')
      out += " at ";
    else if (c == '.')
      out += " dot ";
    else
      out += is_alpha(c) || is_digit(c) ? c : ' ';
  }
  return out;
}

// "CO2", "A1", "U21s": capitals and a number.
std::optional<SaidWord> say_code(string_view core) {
  const auto letters = static_cast<std::size_t>(std::ranges::find_if_not(core, is_capital) - core.begin());
  string_view figures = core.substr(letters);
  const bool many = figures.ends_with('s');
  if (many) figures.remove_suffix(1);
  if (letters < 1 || letters > 3 || figures.empty() || figures.size() > 4 || !std::ranges::all_of(figures, is_digit))
    return std::nullopt;
  std::string words = spelled(core.substr(0, letters)) + " " + number(figures);
  if (many && words.ends_with('y')) words.replace(words.size() - 1, 1, "ie");
  return SaidWord{words + (many ? "s" : "")};
}

std::optional<SaidWord> say_capitals(string_view core, bool shouted) {
  string_view letters = core;
  std::string end;
  if (letters.ends_with("'s") || letters.ends_with('s')) {
    end = letters.ends_with("'s") ? "'s" : "s";
    letters.remove_suffix(end.size());
  }
  if (letters.size() < 2 || !std::ranges::all_of(letters, is_capital)) return std::nullopt;
  const bool spelled_always = std::ranges::contains(kSpelled, letters);
  const bool has_vowel = std::ranges::any_of(letters, is_vowel);
  const bool said = std::ranges::contains(kSaidAsWord, letters) || (has_vowel && letters.size() >= 4) ||
                    (has_vowel && (shouted || std::ranges::contains(kShouted, letters)));
  if (said && !spelled_always) return SaidWord{lower(letters) + end};
  return SaidWord{spelled(letters) + (end.empty() ? "" : "'s")};
}

}  // namespace

bool is_shouted(std::span<const Token> tokens) {
  std::size_t loud = 0, all = 0;
  for (const Token& token : tokens) {
    const bool counts = token.core.size() >= 3 || std::ranges::contains(kShouted, token.core);
    if (!counts || !is_word(token.core)) continue;
    ++all;
    if (std::ranges::all_of(token.core, is_capital)) ++loud;
  }
  return all >= 2 && 3 * loud >= 2 * all;
}

std::optional<SaidWord> say_word(const Place& place, bool shouted) {
  const string_view core = place.all[place.at].core;
  if (auto said = say_short(place)) return said;
  if (auto said = say_heteronym(place); !said.empty()) return SaidWord{said};
  if (auto said = shouted ? std::string() : say_roman(place); !said.empty()) return SaidWord{said};
  if (core.size() == 1 && is_capital(core[0])) {
    if (shouted && core == "A") return SaidWord{"a"};
    const bool dotted = place.all[place.at].after.starts_with('.') && place.at + 1 < place.all.size();
    if (dotted) return SaidWord{letter(core[0]), true};
    if (core == "A" && place.at > 0 && place.all[place.at - 1].after.empty()) return SaidWord{letter('A')};
    return std::nullopt;
  }
  if (is_dotted_letters(core)) return SaidWord{spelled(core), true};
  if (auto said = address(core); !said.empty()) return SaidWord{said};
  if (auto said = say_code(core)) return said;
  return say_capitals(core, shouted);
}

}  // namespace np::text
