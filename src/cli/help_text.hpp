// Help texts for a terminal. Pure functions; `width` is that of the terminal.
#pragma once

#include <cstddef>
#include <string>

#include "cli/manual.hpp"

namespace np {

// The overview: commands, the flags that most people want, and with `all` every setting.
std::string help_text(const Manual& manual, bool all, std::size_t width);
// One command: its arguments and flags, its settings, its examples. If most settings apply, it lists only the common
// ones, unless `all` is set.
std::string help_text(const Manual& manual, const ManualCommand& command, bool all, std::size_t width);

// A text in lines of at most `width` characters, each after the first indented by `indent`.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace np
