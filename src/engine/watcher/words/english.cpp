#include "engine/watcher/words/english.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace np::watcher {
namespace {

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string tens(int n) {
  static constexpr std::array<std::string_view, 8> kTens{"twenty", "thirty",  "forty",  "fifty",
                                                         "sixty",  "seventy", "eighty", "ninety"};
  return std::string(kTens[std::clamp(n / 10 - 2, 0, 7)]);
}

}  // namespace

std::string number(int n) {
  static constexpr std::array<std::string_view, 13> kNames{"no",    "one",   "two",  "three", "four",   "five",  "six",
                                                           "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  if (n < 0) return "no";
  if (n < static_cast<int>(kNames.size())) return std::string(kNames[n]);
  if (n < 18) return "about fifteen";
  if (n < 95) return "about " + tens((n + 5) / 10 * 10);
  if (n < 150) return "about a hundred";
  return n < 1000 ? "several hundred" : "a thousand or more";
}

std::string ordinal(int n) {
  static constexpr std::array<std::string_view, 10> kNames{"first", "second",  "third",  "fourth", "fifth",
                                                           "sixth", "seventh", "eighth", "ninth",  "tenth"};
  return n < 1 || n > static_cast<int>(kNames.size()) ? "further" : std::string(kNames[n - 1]);
}

std::string counted(int n, std::string_view one, std::string_view many) {
  return n == 1 ? with_article(one) : number(n) + " " + std::string(many);
}

std::string with_article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiouAEIOU").contains(noun.front());
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string list(std::span<const std::string> items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string duration(double seconds) {
  if (seconds < 8) return "a few seconds";
  if (seconds < 12.5) return "about ten seconds";
  if (seconds < 18) return "about fifteen seconds";
  if (seconds < 24) return "twenty seconds";
  if (seconds < 45) return "half a minute";
  if (seconds < 90) return "a minute";
  const int minutes = static_cast<int>(std::lround(seconds / 60));
  if (minutes < 45) return number(minutes) + " minutes";
  if (minutes < 90) return "an hour";
  return number(static_cast<int>(std::lround(seconds / 3600))) + " hours";
}

std::string on_side(Side side) {
  switch (side) {
    case Side::kLeft: return "on the left";
    case Side::kRight: return "on the right";
    case Side::kTop: return "at the top of the picture";
    case Side::kBottom: return "at the bottom of the picture";
    case Side::kNone: break;
  }
  return "";
}

std::string from_side(Side side) {
  switch (side) {
    case Side::kLeft: return "from the left";
    case Side::kRight: return "from the right";
    case Side::kTop: return "from the top of the picture";
    case Side::kBottom: return "from the bottom of the picture";
    case Side::kNone: break;
  }
  return "";
}

std::string to_side(Side side) {
  switch (side) {
    case Side::kLeft: return "to the left";
    case Side::kRight: return "to the right";
    case Side::kTop: return "towards the top of the picture";
    case Side::kBottom: return "towards the bottom of the picture";
    case Side::kNone: break;
  }
  return "";
}

Side side_of(Place place) { return place.x < 0.36f ? Side::kLeft : place.x > 0.64f ? Side::kRight : Side::kNone; }

std::string spot(Place place) {
  const Side side = side_of(place);
  return side == Side::kNone ? "in the middle" : on_side(side);
}

std::string fill(std::string_view pattern, bool several, const Slots& slots) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t bar = pattern.find('|', i), end = pattern.find(']', i);
    if (pattern[i] == '[' && bar != pattern.npos && end != pattern.npos && bar < end) {
      text += several ? pattern.substr(bar + 1, end - bar - 1) : pattern.substr(i + 1, bar - i - 1);
      i = end + 1;
    } else {
      text += pattern[i++];
    }
  }
  for (const auto& [name, value] : slots) {
    const std::string slot = "{" + std::string(name) + "}";
    if (value.empty()) text = replace_all(std::move(text), " " + slot, "");
    text = replace_all(std::move(text), slot, value);
  }
  return replace_all(std::move(text), ",,", ",");
}

std::string sentence(std::string text) {
  if (text.ends_with(',')) text.pop_back();
  if (text.empty()) return text;
  text = capital(std::move(text));
  if (!std::string_view(".!?").contains(text.back())) text += '.';
  return text;
}

}  // namespace np::watcher
