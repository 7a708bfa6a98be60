#include "speech/text/number_forms.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "speech/text/number_words.hpp"
#include "speech/text/units.hpp"

namespace np::text {
namespace {

using std::string_view;

constexpr string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};
// What follows a score, where a range would be followed by what is counted.
constexpr string_view kAfterScore[] = {
    "after",  "against", "and",  "at", "ahead", "away", "before",  "behind", "but",   "by",  "defeat", "down",  "draw",
    "for",    "from",    "home", "in", "is",    "it",   "lead",    "loss",   "now",   "on",  "over",   "score", "so",
    "thanks", "the",     "then", "to", "today", "up",   "victory", "when",   "while", "win", "with"};
constexpr string_view kBeforeRange[] = {"about",    "aged", "ages",  "around", "between",
                                        "chapters", "from", "pages", "some"};
constexpr string_view kOrderEnds[] = {"st", "nd", "rd", "th"};
constexpr std::pair<string_view, string_view> kParts[] = {
    {"1/2", "a half"}, {"1/3", "a third"}, {"2/3", "two thirds"}, {"1/4", "a quarter"}, {"3/4", "three quarters"}};
// Written as fractions, and none.
constexpr std::pair<string_view, string_view> kNoFractions[] = {
    {"24/7", "twenty four seven"}, {"20/20", "twenty twenty"}, {"9/11", "nine eleven"}};
constexpr string_view kLarge[] = {"hundred", "thousand", "million", "billion", "trillion"};

bool all_digits(string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }
bool all_letters(string_view text) { return !text.empty() && std::ranges::all_of(text, is_alpha); }

// Digits, commas between thousands, one point.
bool is_number(string_view text) {
  const std::size_t point = text.find('.');
  if (point != text.npos && !all_digits(text.substr(point + 1))) return false;
  string_view whole = text.substr(0, point);
  if (whole.empty()) return point != text.npos;
  if (!whole.contains(',')) return all_digits(whole);
  const std::size_t first = whole.find(',');
  if (first == 0 || first > 3 || !all_digits(whole.substr(0, first))) return false;
  for (whole.remove_prefix(first); !whole.empty(); whole.remove_prefix(4))
    if (whole.size() < 4 || whole[0] != ',' || !all_digits(whole.substr(1, 3))) return false;
  return true;
}

// Of at most nine digits; else 10^9.
std::uint64_t value_of(string_view digits_only) {
  std::uint64_t value = 1'000'000'000;
  if (digits_only.size() <= 9) std::from_chars(digits_only.data(), digits_only.data() + digits_only.size(), value);
  return value;
}

bool is_year(string_view text) {
  return text.size() == 4 && all_digits(text) && value_of(text) >= 1100 && value_of(text) < 2100;
}

// The digits at its front.
string_view front_digits(string_view text) {
  return text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin()));
}
// The number at its front: "3.5" of "3.5km".
string_view front_number(string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || ((text[end] == '.' || text[end] == ',') &&
                                                       end + 1 < text.size() && is_digit(text[end + 1]))))
    ++end;
  return text.substr(0, end);
}

std::string in_minutes(string_view minutes) {
  const std::uint64_t value = value_of(minutes);
  if (value == 0) return "";
  return (value < 10 ? " oh " : " ") + cardinal(value);
}

// "14:05", "3:00 pm", "1:02:03", "90:00".
std::optional<Said> say_time(const Place& place) {
  string_view core = place.all[place.at].core;
  std::string half;
  for (const string_view mark : {"am", "pm", "AM", "PM", "a.m.", "p.m.", "a.m", "p.m"})
    if (core.ends_with(mark) && core.size() > mark.size() && is_digit(core[core.size() - mark.size() - 1])) {
      half = lower(mark).starts_with('a') ? " ay em" : " p m";
      core.remove_suffix(mark.size());
      break;
    }
  const string_view hours = front_digits(core);
  std::size_t more = 0;
  if (half.empty()) {
    const std::string next = lower(place.next());
    if (next == "am" || next == "a.m." || next == "a.m") half = " ay em", more = 1;
    if (next == "pm" || next == "p.m." || next == "p.m") half = " p m", more = 1;
  }
  if (hours.empty() || hours.size() > 3 || value_of(hours) > 199) return std::nullopt;
  core.remove_prefix(hours.size());
  if (core.empty()) {
    if (half.empty() || value_of(hours) > 12) return std::nullopt;
    return Said{cardinal(value_of(hours)) + half, more};
  }
  if (core.size() < 3 || core[0] != ':' || !all_digits(core.substr(1, 2))) return std::nullopt;
  const string_view minutes = core.substr(1, 2);
  const string_view rest = core.substr(3);
  if (value_of(minutes) > 59) return std::nullopt;
  if (rest.size() == 3 && rest[0] == ':' && all_digits(rest.substr(1))) {
    const std::uint64_t h = value_of(hours), m = value_of(minutes), s = value_of(rest.substr(1));
    return Said{cardinal(h) + (h == 1 ? " hour, " : " hours, ") + cardinal(m) +
                    (m == 1 ? " minute and " : " minutes and ") + cardinal(s) + (s == 1 ? " second" : " seconds"),
                more};
  }
  if (!rest.empty()) return std::nullopt;
  const std::uint64_t hour = value_of(hours);
  if (value_of(minutes) == 0 && half.empty()) {
    if (hour > 24) return Said{cardinal(hour) + " minutes", more};
    if (hour % 24 == 0) return Said{"midnight", more};
    if (hour > 12) return Said{cardinal(hour - 12) + " p m", more};
    return Said{cardinal(hour) + " o'clock", place.next() == "o'clock" ? std::size_t{1} : more};
  }
  return Said{cardinal(hour) + in_minutes(minutes) + half, more};
}

// "a 5 km run" is one of five kilometer.
bool before_noun(const Place& place, std::size_t more = 0) {
  const std::string previous = lower(place.previous());
  const string_view next = Place{place.all, place.at + more}.next();
  return (previous == "a" || previous == "an" || previous == "the" || previous == "this" || previous == "another") &&
         all_letters(next) && lower(next) == next && !std::ranges::contains(kAfterScore, next);
}

std::string measured(string_view number_text, string_view unit_text, bool alone, bool single = false) {
  const std::string name = unit(unit_text, single || number_text == "1", alone);
  return name.empty() ? "" : number(number_text) + " " + name;
}

std::string side_of_score(string_view goals) { return value_of(goals) == 0 ? "nil" : cardinal(value_of(goals)); }

// "2-1", "2-3 people", "1998-2002", "5-10%", "5-10km".
std::optional<Said> say_pair(const Place& place) {
  const string_view core = place.all[place.at].core;
  const string_view left = front_number(core);
  if (left.empty() || left.size() == core.size() || core[left.size()] != '-') return std::nullopt;
  const string_view right_part = core.substr(left.size() + 1);
  const string_view right = front_number(right_part);
  const string_view rest = right_part.substr(right.size());
  if (right.empty() || !is_number(left) || !is_number(right)) return std::nullopt;
  if (is_year(left) && rest.empty()) {
    if (is_year(right)) return Said{year(value_of(left)) + " to " + year(value_of(right))};
    // A season.
    if (right.size() == 2)
      return Said{year(value_of(left)) + " " + (right[0] == '0' ? digits(right) : cardinal(value_of(right)))};
    // A date.
  }
  if (is_year(left) && rest.size() == 3 && rest[0] == '-' && all_digits(right) && all_digits(rest.substr(1))) {
    const std::uint64_t month = value_of(right), day = value_of(rest.substr(1));
    if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    return Said{std::string(kMonths[month - 1]) + " " + ordinal(day) + ", " + year(value_of(left))};
  }
  if (rest == "%") return Said{number(left) + " to " + number(right) + " percent"};
  if (!rest.empty()) {
    const std::string measure = measured(right, rest, false);
    if (measure.empty()) return std::nullopt;
    return Said{number(left) + " to " + measure};
  }
  const std::string next = lower(place.next()), previous = lower(place.previous());
  if (const std::string measure = measured(right, place.next(), true); !measure.empty())
    return Said{number(left) + " to " + measure, 1};
  const bool whole = all_digits(left) && all_digits(right) && left.size() <= 3 && right.size() <= 3;
  const bool counted = all_letters(next) && !std::ranges::contains(kAfterScore, next) && place.next() == next;
  const bool range = !whole || counted || std::ranges::contains(kBeforeRange, previous);
  if (range) return Said{number(left) + " to " + number(right)};
  if (value_of(left) == 0 && value_of(right) >= 20) return Said{"zero to " + number(right)};
  return Said{side_of_score(left) + " " + side_of_score(right)};
}

std::string money(string_view amount, const Currency& c, bool single) {
  const std::size_t point = amount.find('.');
  const string_view whole = amount.substr(0, point);
  const string_view part = point == amount.npos ? string_view() : amount.substr(point + 1);
  if (part.size() != 2 || c.cent.empty() || !all_digits(part))
    return number(amount) + " " + std::string(single || amount == "1" ? c.one : c.many);
  const std::uint64_t cents = value_of(part);
  const std::string coins = cardinal(cents) + " " + std::string(cents == 1 ? c.cent : c.cents);
  if (whole.empty() || whole == "0") return coins;
  const std::string notes = number(whole) + " " + std::string(whole == "1" ? c.one : c.many);
  return cents == 0 ? notes : notes + " and " + coins;
}

// "$5", "$3.2 billion", "EUR 5", "5 EUR".
std::optional<Said> say_money(const Place& place) {
  string_view core = place.all[place.at].core;
  const Currency* c = currency_in_front(core);
  std::size_t more = 0;
  if (c) {
    core.remove_prefix(c->mark.size());
  } else if ((c = currency_behind(core))) {
    core.remove_suffix(c->mark.size());
  } else if ((c = currency(core)) && is_number(place.next())) {
    core = place.next();
    more = 1;
  } else if (is_number(core) && (c = currency(place.next()))) {
    more = 1;
  } else {
    return std::nullopt;
  }
  string_view amount = front_number(core);
  const string_view rest = core.substr(amount.size());
  if (amount.empty() || !is_number(amount)) return std::nullopt;
  if (rest.starts_with('-')) {
    string_view most = rest.substr(1);
    if (currency_in_front(most) == c) most.remove_prefix(c->mark.size());
    const string_view large = Place{place.all, place.at + more}.next();
    const bool counted = std::ranges::contains(kLarge, large);
    if (is_number(most))
      return Said{number(amount) + " to " + number(most) + (counted ? " " + std::string(large) : "") + " " +
                      std::string(c->many),
                  more + (counted ? 1 : 0)};
  }
  if (rest == "m" || rest == "M") return Said{number(amount) + " million " + std::string(c->many), more};
  if (rest == "bn" || rest == "B") return Said{number(amount) + " billion " + std::string(c->many), more};
  if (rest == "k" || rest == "K") return Said{number(amount) + " thousand " + std::string(c->many), more};
  if (!rest.empty()) return std::nullopt;
  const Place behind{place.all, place.at + more};
  if (std::ranges::contains(kLarge, behind.next()))
    return Said{number(amount) + " " + std::string(behind.next()) + " " + std::string(c->many), more + 1};
  return Said{money(amount, *c, before_noun(place, more)), more};
}

std::optional<Said> say_fraction(string_view core) {
  const string_view top = front_digits(core);
  if (top.empty() || top.size() == core.size() || core[top.size()] != '/') return std::nullopt;
  const string_view bottom = core.substr(top.size() + 1);
  if (!all_digits(bottom) || top.size() > 2 || bottom.size() > 3) return std::nullopt;
  for (const auto& [written, words] : kNoFractions)
    if (core == written) return Said{std::string(words)};
  const std::uint64_t a = value_of(top), b = value_of(bottom);
  if (a > 0 && a + b == 100) return Said{cardinal(a) + " " + cardinal(b)};
  if (a == b) return Said{cardinal(a) + " out of " + cardinal(b)};
  if (b < 2 || a == 0 || a >= b) return Said{cardinal(a) + " over " + cardinal(b)};
  std::string part = b == 2 ? "half" : b == 4 ? "quarter" : ordinal(b);
  if (a > 1) part = b == 2 ? "halves" : part + "s";
  return Said{cardinal(a) + " " + part};
}

// "1st-3rd".
std::optional<Said> say_places(string_view core) {
  const std::size_t dash = core.find('-');
  if (dash == core.npos) return std::nullopt;
  std::string words;
  for (const string_view part : {core.substr(0, dash), core.substr(dash + 1)}) {
    const string_view place = front_digits(part);
    if (place.empty() || place.size() > 9 || !std::ranges::contains(kOrderEnds, lower(part.substr(place.size()))))
      return std::nullopt;
    words += (words.empty() ? "" : " to ") + ordinal(value_of(place));
  }
  return Said{words};
}

// "1,5 km": a comma in place of the point, where what follows is measured.
std::optional<Said> say_decimal_comma(const Place& place) {
  const string_view core = place.all[place.at].core;
  const string_view amount = front_number(core);
  const string_view rest = core.substr(amount.size());
  const std::size_t comma = amount.find(',');
  const std::size_t decimals = amount.size() - std::min(comma + 1, amount.size());
  if (comma == amount.npos || decimals < 1 || decimals > 2 || !all_digits(amount.substr(comma + 1)))
    return std::nullopt;
  const string_view measure = rest.empty() ? place.next() : rest;
  if (measure != "%" && unit(measure, false, rest.empty()).empty()) return std::nullopt;
  std::string with_point(core);
  with_point[comma] = '.';
  const Token& token = place.all[place.at];
  std::vector<Token> tokens{{token.before, with_point, token.after}};
  if (rest.empty()) tokens.push_back(place.all[place.at + 1]);
  return say_number({tokens, 0});
}

// A number with letters behind it: "3rd", "1990s", "20km", "3x", "50%", "1080p".
std::optional<Said> say_attached(const Place& place) {
  const string_view core = place.all[place.at].core;
  const string_view amount = front_number(core);
  const string_view rest = core.substr(amount.size());
  if (amount.empty() || !is_number(amount) || rest.empty()) return std::nullopt;
  const std::string small = lower(rest);
  if (all_digits(amount) && amount.size() <= 9 && std::ranges::contains(kOrderEnds, small))
    return Said{ordinal(value_of(amount))};
  if (rest == "%") return Said{number(amount) + " percent"};
  if ((rest == "s" || rest == "'s") && all_digits(amount) && amount.ends_with('0') && amount.size() > 1) {
    std::string decade = amount.size() == 4 ? year(value_of(amount)) : cardinal(value_of(amount));
    if (decade.ends_with('y')) decade.replace(decade.size() - 1, 1, "ie");
    return Said{decade + "s"};
  }
  if (const std::string measure = measured(amount, rest, false, before_noun(place)); !measure.empty())
    return Said{measure};
  if (rest == "x") return Said{number(amount) + " times"};
  if (rest == "+") return Said{number(amount) + " plus"};
  if (rest[0] == 'x' && is_number(rest.substr(1))) {
    const std::string measure = measured(rest.substr(1), place.next(), true);
    if (!measure.empty()) return Said{number(amount) + " by " + measure, 1};
    return Said{number(amount) + " by " + number(rest.substr(1))};
  }
  if (rest == "p" && amount.size() == 4) return Said{year(value_of(amount)) + " p"};
  if (rest.size() == 1 && is_alpha(rest[0])) return Said{number(amount) + " " + small};
  return std::nullopt;
}

// "Jan. 5", "March 10, 2026", but not "in May 5 people came".
bool is_day(const Place& place) {
  const string_view core = place.all[place.at].core, month = place.previous(), next = place.next();
  if (month.size() < 3 || !all_digits(core) || value_of(core) < 1 || value_of(core) > 31) return false;
  const string_view between = place.all[place.at - 1].after;
  const bool counts = all_letters(next) && lower(next) == next && !std::ranges::contains(kAfterScore, next);
  return (between.empty() || between == ".") && !counts &&
         std::ranges::any_of(kMonths, [&](string_view known) { return known.starts_with(month.substr(0, 4)); });
}

std::optional<Said> say_plain(const Place& place) {
  const string_view core = place.all[place.at].core;
  if (!is_number(core)) return std::nullopt;
  const string_view next = place.next();
  if (is_day(place)) return Said{ordinal(value_of(core))};
  for (const auto& [written, part] : kParts) {
    if (next != written || !all_digits(core)) continue;
    const std::string words = number(core) + " and " + std::string(part);
    const std::string measure = unit(Place{place.all, place.at + 1}.next(), false, true);
    return measure.empty() ? Said{words, 1} : Said{words + " " + measure, 2};
  }
  // "6 ft 2 in": elsewhere "in" is a word.
  const bool after_feet = place.previous() == "ft" || place.previous() == "feet" || place.previous() == "foot";
  if (next == "in" && after_feet) return Said{number(core) + (core == "1" ? " inch" : " inches"), 1};
  if (const std::string measure = measured(core, next, true, before_noun(place, 1)); !measure.empty())
    return Said{measure, 1};
  if (is_year(core) && !std::ranges::contains(kLarge, next)) return Said{year(value_of(core))};
  return Said{number(core)};
}

}  // namespace

std::optional<Said> say_number(const Place& place) {
  const string_view core = place.all[place.at].core;
  if (auto said = say_money(place)) return said;
  if (!std::ranges::any_of(core, is_digit)) return std::nullopt;
  if (auto said = say_time(place)) return said;
  if (auto said = say_decimal_comma(place)) return said;
  if (auto said = say_places(core)) return said;
  if (auto said = say_pair(place)) return said;
  if (auto said = say_fraction(core)) return said;
  if (auto said = say_attached(place)) return said;
  if (auto said = say_plain(place)) return said;
  if (core.size() > 1 && (core[0] == '-' || core[0] == '+')) {
    // Read by itself, because what stands around it does not belong to it.
    const Token inner{{}, core.substr(1), {}};
    if (auto said = say_number({std::span(&inner, 1), 0}))
      return Said{(core[0] == '-' ? "minus " : "plus ") + said->words};
  }
  return std::nullopt;
}

}  // namespace np::text
