// The process's log: one line an entry, on standard error. Any thread; blocks only for the write.
#pragma once

#include <string_view>

#include "base/format.hpp"

namespace np::log {

enum class Level { kDebug, kInfo, kWarn, kError };

void set_level(Level level);
bool enabled(Level level);
void write(Level level, std::string_view line);

template <typename... Args>
void debug(std::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::kDebug)) write(Level::kDebug, np::vformat(f.get(), std::make_format_args(args...)));
}
template <typename... Args>
void info(std::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::kInfo)) write(Level::kInfo, np::vformat(f.get(), std::make_format_args(args...)));
}
template <typename... Args>
void warn(std::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::kWarn)) write(Level::kWarn, np::vformat(f.get(), std::make_format_args(args...)));
}
template <typename... Args>
void error(std::format_string<Args...> f, Args&&... args) {
  if (enabled(Level::kError)) write(Level::kError, np::vformat(f.get(), std::make_format_args(args...)));
}

}  // namespace np::log
