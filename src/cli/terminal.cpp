#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "base/text.hpp"

namespace np {

std::optional<std::size_t> terminal_width(int descriptor) {
  constexpr std::size_t kUsual = 80;
  if (!isatty(descriptor)) return std::nullopt;
  if (const char* columns = std::getenv("COLUMNS"))
    if (const long number = std::strtol(columns, nullptr, 10); number > 0) return static_cast<std::size_t>(number);
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kUsual;
}

bool shows_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    const std::string locale = lower(value);
    return locale.contains("utf-8") || locale.contains("utf8");
  }
  return false;
}

}  // namespace np
