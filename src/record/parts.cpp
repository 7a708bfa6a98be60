#include "record/parts.hpp"

#include <utility>

#include "base/utf8.hpp"

namespace np {
namespace {

// Calls `take` with each pair of a run, and at its end with the last character alone.
template <typename Take>
void for_pairs(std::string_view text, Take take) {
  std::string_view before;
  while (!text.empty()) {
    const utf8::Front front = utf8::front(text);
    const std::string_view character = text.substr(0, front.bytes);
    text.remove_prefix(front.bytes);
    const bool unspaced = front.kind == utf8::Front::Kind::kCharacter && is_unspaced(utf8::code_point(character));
    if (!before.empty()) take(before, unspaced ? character : std::string_view());
    before = unspaced ? character : std::string_view();
  }
  if (!before.empty()) take(before, std::string_view());
}

void append(std::string& list, std::string_view first, std::string_view second) {
  if (!list.empty()) list += ' ';
  (list += first) += second;
}

}  // namespace

bool is_unspaced(std::uint32_t c) {
  constexpr std::pair<std::uint32_t, std::uint32_t> kRanges[] = {
      {0x3005, 0x3007}, {0x3041, 0x3096}, {0x309D, 0x309F}, {0x30A1, 0x30FA}, {0x30FC, 0x30FF},  {0x31F0, 0x31FF},
      {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0xFF66, 0xFF9D}, {0x20000, 0x3FFFD}};
  for (const auto& [from, to] : kRanges)
    if (c >= from && c <= to) return true;
  return false;
}

std::string indexed_parts(std::string_view text) {
  std::string all;
  for_pairs(text, [&](std::string_view first, std::string_view second) { append(all, first, second); });
  return all;
}

std::string part_expression(std::string_view run) {
  std::string pairs;
  for_pairs(run, [&](std::string_view first, std::string_view second) {
    // The last character alone says nothing if a pair has it; by itself it is the beginning of many pairs.
    if (!second.empty() || pairs.empty()) append(pairs, first, second);
  });
  const bool alone = utf8::count(run) == 1;
  return '"' + pairs + (alone ? "\"*" : "\"");
}

}  // namespace np
