// What the terminal of a stream is like.
#pragma once

#include <cstddef>
#include <optional>

namespace np {

// Columns; nothing where the stream is none. COLUMNS in the environment wins.
std::optional<std::size_t> terminal_width(int descriptor);
// The locale of the environment is one of UTF-8.
bool shows_utf8();

}  // namespace np
