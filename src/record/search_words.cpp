#include "record/search_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "record/parts.hpp"

namespace np {
namespace {

// More make no search clearer.
constexpr std::size_t kMostUnits = 16;
constexpr std::size_t kMostBytes = 1000;

struct Quotes {
  std::uint32_t open;
  std::array<std::uint32_t, 2> close;
};
constexpr Quotes kQuotes[] = {{'"', {'"', '"'}},          {0x201C, {0x201D, 0x201C}}, {0x201D, {0x201D, 0x201D}},
                              {0x201E, {0x201C, 0x201D}}, {0xAB, {0xBB, 0xBB}},       {0xBB, {0xAB, 0xAB}}};

bool is_space(std::uint32_t c) {
  return c <= ' ' || c == 0x7F || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

// Letters and numbers between the ASCII ones and the accented ones: ordinals, the micro sign, fractions, exponents.
constexpr std::uint32_t kOfLatin1[] = {0xAA, 0xB2, 0xB3, 0xB5, 0xB9, 0xBA, 0xBC, 0xBD, 0xBE};

// Whether the index counts this as part of a word, near enough: a unit without any would find nothing.
bool is_of_word(std::uint32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c < 0xC0) return std::ranges::contains(kOfLatin1, c);
  const bool mark = (c >= 0x2000 && c <= 0x206F) || (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2BFF) ||
                    (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) || (c >= 0xFE00 && c <= 0xFE0F) ||
                    (c >= 0x1F000 && c <= 0x1FAFF) || c == 0xD7 || c == 0xF7;
  return !mark;
}

// A unit of the search: a word, or what stands between quotation marks.
struct Unit {
  std::string text;
  bool phrase = false;
  std::size_t letters = 0;
  std::vector<std::string> unspaced;  // runs of characters that are looked for as parts
};

void add(std::string& expression, std::string_view more) {
  if (!expression.empty()) expression += ' ';
  expression += more;
}

void finish(std::vector<Unit>& units, Unit& unit) {
  if ((unit.letters > 0 || !unit.unspaced.empty()) && units.size() < kMostUnits) units.push_back(std::move(unit));
  unit = {};
}

}  // namespace

std::optional<SearchExpression> search_expression(std::string_view typed) {
  typed = typed.substr(0, utf8::cut(typed, kMostBytes));
  std::vector<Unit> units;
  Unit unit;
  const Quotes* inside = nullptr;
  bool in_run = false;
  while (!typed.empty()) {
    const utf8::Front front = utf8::front(typed);
    const std::string_view character = typed.substr(0, front.bytes);
    typed.remove_prefix(front.bytes);
    const bool was_in_run = std::exchange(in_run, false);
    const std::uint32_t c = front.kind == utf8::Front::Kind::kCharacter ? utf8::code_point(character) : ' ';
    if (inside && std::ranges::contains(inside->close, c)) {
      finish(units, unit);
      inside = nullptr;
      continue;
    }
    if (const auto* quotes = std::ranges::find(kQuotes, c, &Quotes::open); !inside && quotes != std::end(kQuotes)) {
      finish(units, unit);
      inside = quotes;
      unit.phrase = true;
      continue;
    }
    if (is_space(c)) {
      if (inside)
        unit.text += ' ';
      else
        finish(units, unit);
      continue;
    }
    if (is_unspaced(c)) {
      if (!was_in_run) unit.unspaced.emplace_back();
      in_run = true;
      unit.unspaced.back() += character;
      continue;
    }
    // Behind such a run, letters are no beginning of a word in the index.
    if (!unit.unspaced.empty()) continue;
    unit.text += c == '"' ? std::string_view("\"\"") : character;
    unit.letters += is_of_word(c);
  }
  // A phrase that is still being typed.
  if (inside) unit.phrase = false;
  finish(units, unit);
  if (units.empty()) return std::nullopt;
  SearchExpression expression;
  for (const Unit& u : units) {
    if (u.letters > 0) {
      add(expression.words, '"' + u.text + '"');
      if (!u.phrase && u.letters > 1) expression.words += '*';
    }
    for (const std::string& run : u.unspaced) add(expression.parts, part_expression(run));
  }
  return expression;
}

}  // namespace np
