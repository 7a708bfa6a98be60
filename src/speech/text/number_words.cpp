#include "speech/text/number_words.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace np::text {
namespace {

constexpr std::array<std::string_view, 20> kSmall{
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens{"",      "",      "twenty",  "thirty", "forty",
                                                 "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::pair<std::uint64_t, std::string_view>, 4> kGroups{
    {{1'000'000'000'000, "trillion"}, {1'000'000'000, "billion"}, {1'000'000, "million"}, {1000, "thousand"}}};
// Those whose order is no word with "th".
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOrders{{{"one", "first"},
                                                                                {"two", "second"},
                                                                                {"three", "third"},
                                                                                {"five", "fifth"},
                                                                                {"eight", "eighth"},
                                                                                {"nine", "ninth"},
                                                                                {"twelve", "twelfth"}}};

constexpr std::size_t kMostTogether = 15, kMostDigits = 20;

void append(std::string& words, std::string_view more) {
  if (!words.empty() && !more.empty()) words += ' ';
  words += more;
}

std::string below_thousand(std::uint64_t number) {
  std::string words;
  if (number >= 100) {
    append(words, kSmall[number / 100]);
    append(words, "hundred");
    number %= 100;
  }
  if (number >= 20) {
    append(words, kTens[number / 10]);
    number %= 10;
  }
  if (number > 0) append(words, kSmall[number]);
  return words;
}

}  // namespace

std::string cardinal(std::uint64_t number) {
  if (number == 0) return std::string(kSmall[0]);
  std::string words;
  for (const auto& [size, name] : kGroups) {
    if (number < size) continue;
    append(words, below_thousand(number / size));
    append(words, name);
    number %= size;
  }
  append(words, below_thousand(number));
  return words;
}

std::string ordinal(std::uint64_t number) {
  std::string words = cardinal(number);
  const std::size_t space = words.rfind(' ');
  const std::size_t last = space == words.npos ? 0 : space + 1;
  for (const auto& [plain, order] : kOrders)
    if (std::string_view(words).substr(last) == plain) return words.replace(last, words.npos, order);
  if (words.ends_with('y')) words.replace(words.size() - 1, 1, "ie");
  return words + "th";
}

std::string year(std::uint64_t number) {
  const std::uint64_t century = number / 100, rest = number % 100;
  if (century % 10 == 0 && rest < 10) return cardinal(number);
  std::string words = cardinal(century);
  if (rest == 0) return words + " hundred";
  if (rest < 10) words += " oh";
  append(words, cardinal(rest));
  return words;
}

std::string digits(std::string_view number) {
  std::string words;
  for (const char digit : number)
    if (digit >= '0' && digit <= '9') append(words, kSmall[static_cast<std::size_t>(digit - '0')]);
  return words;
}

std::string number(std::string_view written) {
  const std::size_t point = written.find('.');
  std::string whole;
  for (const char c : written.substr(0, point))
    if (c != ',') whole += c;
  std::string words;
  if (whole.size() > kMostDigits) return "a very long number";
  if (whole.size() > kMostTogether || (whole.size() > 1 && whole.front() == '0')) {
    words = digits(whole);
  } else if (!whole.empty()) {
    std::uint64_t value = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), value);
    words = cardinal(value);
  }
  if (point == written.npos) return words;
  append(words, "point");
  append(words, digits(written.substr(point + 1, kMostDigits)));
  return words;
}

}  // namespace np::text
