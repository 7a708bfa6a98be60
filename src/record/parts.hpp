// Splits text in scripts without spaces between words, Chinese and Japanese, into pairs of neighbouring characters, so
// that an index finds any part of it. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace np {

bool is_unspaced(std::uint32_t code_point);

// The index's form of a text: the pairs of each run of such characters, and its last character. Empty: it has none.
std::string indexed_parts(std::string_view text);

// An FTS5 expression that finds a run of such characters in that index.
std::string part_expression(std::string_view run);

}  // namespace np
