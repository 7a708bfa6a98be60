// Help texts, as people read them on a terminal. Pure functions; `width` is that of the terminal.
#pragma once

#include <cstddef>
#include <string>

#include "cli/manual.hpp"

namespace np {

// What there is: commands, the flags that most people want, and with `all` every setting.
std::string help_text(const Manual& manual, bool all, std::size_t width);
// One command: its arguments and flags, the settings that count for it, examples of its own. Where most settings count,
// only the common ones are told, unless `all` is set.
std::string help_text(const Manual& manual, const ManualCommand& command, bool all, std::size_t width);

// A text in lines of at most `width` characters, each after the first indented by `indent`.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace np
