// Texts in scripts without spaces between words, Chinese and Japanese, for an index that finds any part of them: as
// pairs of neighbouring characters. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace np {

bool is_unspaced(std::uint32_t code_point);

// What the index holds of a text: the pairs of each run of such characters, and its last character. Empty: it has none.
std::string indexed_parts(std::string_view text);

// What finds a run of such characters in that index, in FTS5's language.
std::string part_expression(std::string_view run);

}  // namespace np
