// How alike two texts are, by the measure of Python's difflib: 2 x the characters of their common pieces / all
// characters.
#pragma once

#include <string_view>

namespace np::score {

// 0 to 1. The common pieces are the longest common run and, on both sides of it, again (SequenceMatcher.ratio() without
// its rule for frequent characters). Time grows with the product of the lengths: for lines, not for books.
double similarity(std::string_view a, std::string_view b);

}  // namespace np::score
