// How alike two texts are, by the measure of Python's difflib: 2 x the characters of their common pieces / all
// characters.
#pragma once

#include <string_view>

namespace np {

// 0 to 1. The common pieces are the longest common run of characters (code points) and, on both sides of it, again:
// SequenceMatcher(None, a, b, autojunk=False).ratio(). difflib's default differs from it only where `b` has 200
// characters or more. Time grows with the product of the lengths: for lines, not for books.
double similarity(std::string_view a, std::string_view b);

// Whether similarity() is at least `ratio`; texts that cannot be are found out in little time.
bool alike(std::string_view a, std::string_view b, double ratio);

}  // namespace np
