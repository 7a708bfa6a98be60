#include "cli/terminal_qr.hpp"

namespace np {
namespace {

// Half of the quiet zone is enough on a screen, and saves four lines of it.
constexpr int kQuiet = QrCode::kQuietZone / 2;

std::string_view halves(bool upper, bool lower) {
  if (upper) return lower ? "\u2588" : "\u2580";
  return lower ? "\u2584" : " ";
}

}  // namespace

std::string terminal_qr(const QrCode& code, std::size_t indent) {
  std::string text;
  for (int y = -kQuiet; y < code.size() + kQuiet; y += 2) {
    text += std::string(indent, ' ') + "\x1b[38;5;16;48;5;231m";
    for (int x = -kQuiet; x < code.size() + kQuiet; ++x) text += halves(code.is_dark(x, y), code.is_dark(x, y + 1));
    text += "\x1b[0m\n";
  }
  return text;
}

std::size_t terminal_qr_width(const QrCode& code) { return static_cast<std::size_t>(code.size() + 2 * kQuiet); }

}  // namespace np
