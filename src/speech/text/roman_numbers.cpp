#include "speech/text/roman_numbers.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "speech/text/number_words.hpp"

namespace np::text {
namespace {

using std::string_view;

// They are counted with "the": Henry the eighth. All other names have plain numbers: Apollo eleven.
constexpr string_view kRulers[] = {
    "Albert",  "Alexander", "Alfonso", "Benedict", "Catherine", "Charles",   "Christian", "Edward",   "Elizabeth",
    "Francis", "Frederick", "George",  "Gregory",  "Gustav",    "Harald",    "Henry",     "Ivan",     "James",
    "John",    "Juan",      "Leo",     "Leopold",  "Louis",     "Margrethe", "Mary",      "Napoleon", "Nicholas",
    "Paul",    "Peter",     "Philip",  "Pius",     "Richard",   "Umberto",   "Victor",    "Wilhelm",  "William"};
// Behind these a single letter is a number, too.
constexpr string_view kNumbered[] = {"Act",   "Book",    "Chapter", "Part",   "Phase",
                                     "Scene", "Section", "Type",    "Volume", "War"};

int letter_value(char c) {
  switch (c) {
    case 'I': return 1;
    case 'V': return 5;
    case 'X': return 10;
    case 'L': return 50;
    default: return 0;
  }
}

std::string as_roman(int number) {
  std::string out;
  for (const auto& [size, letters] :
       {std::pair{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}})
    for (; number >= size; number -= size) out += letters;
  return out;
}

// 0: it is none, or written as nobody does.
int number_of(string_view letters) {
  int sum = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const int here = letter_value(letters[i]);
    if (here == 0) return 0;
    const int next = i + 1 < letters.size() ? letter_value(letters[i + 1]) : 0;
    sum += here < next ? -here : here;
  }
  return sum > 0 && sum < 90 && as_roman(sum) == letters ? sum : 0;
}

}  // namespace

std::string say_roman(const Place& place) {
  const string_view letters = place.all[place.at].core, previous = place.previous();
  if (letters.size() > 8 || place.at == 0 || !place.all[place.at - 1].after.empty()) return {};
  const int number = number_of(letters);
  if (number == 0 || (letters.size() == 1 && !std::ranges::contains(kNumbered, previous))) return {};
  // "XL" and "LI" are sizes and people more often than numbers.
  if (letters.size() == 2 && letters.contains('L')) return {};
  const bool named = previous.size() > 1 && previous[0] >= 'A' && previous[0] <= 'Z';
  if (!named && letters != "XI") return {};
  if (std::ranges::contains(kRulers, previous)) return "the " + ordinal(static_cast<std::uint64_t>(number));
  return cardinal(static_cast<std::uint64_t>(number));
}

}  // namespace np::text
