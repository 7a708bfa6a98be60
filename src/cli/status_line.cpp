#include "cli/status_line.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <utility>

namespace np::command {
namespace {

constexpr char kEraseLine[] = "\r\x1b[K";

}  // namespace

StatusLine::StatusLine() : terminal_(isatty(STDERR_FILENO)) {}

int StatusLine::width() const {
  winsize size{};
  // The last column stays free: some terminals begin a new line behind it.
  return (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80) - 1;
}

void StatusLine::show(const std::string& line) {
  if (!terminal_) return;
  std::cerr << kEraseLine << line << std::flush;
  drawn_ = true;
}

void StatusLine::erase() {
  if (std::exchange(drawn_, false)) std::cerr << kEraseLine << std::flush;
}

}  // namespace np::command
