// Properties of the terminal behind a stream.
#pragma once

#include <cstddef>
#include <optional>

namespace np {

// Columns; nothing if the stream is not a terminal. COLUMNS in the environment wins.
std::optional<std::size_t> terminal_width(int descriptor);
// The environment's locale uses UTF-8.
bool shows_utf8();

}  // namespace np
