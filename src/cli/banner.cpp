#include "cli/banner.hpp"

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/host.hpp"
#include "cli/help_text.hpp"
#include "cli/messages.hpp"
#include "cli/terminal_qr.hpp"
#include "config/access.hpp"

namespace np {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabel = 8;  // columns of "Source" and the like

std::string row(std::string_view label, const std::string& text, std::size_t width) {
  const std::size_t left = kIndent + kLabel;
  const std::size_t room = width > left + 30 ? width - left : 30;
  return np::format("{:{}}{:<{}}{}\n", "", kIndent, label, kLabel, wrapped(text, room, left));
}

// A token that was set is not in the address; who scans it is asked for it.
std::string for_scanning(const std::string& address) {
  return address.ends_with("\u2026") ? without_token(address) : address;
}

// Nothing if it does not fit.
std::string code_of(const std::string& address, std::size_t width) try {
  const QrCode code(for_scanning(address));
  if (terminal_qr_width(code) + kIndent > width) return "";
  return np::format("\n{}{:{}}{}\n", terminal_qr(code, kIndent), "", kIndent, messages::kScanTheCode);
} catch (const Error&) {
  return "";
}

}  // namespace

std::string without_token(const std::string& address) {
  const std::size_t token = address.find("/?token=");
  return token == std::string::npos ? address : address.substr(0, token + 1);
}

bool is_of_this_machine(const std::string& address) {
  const std::size_t begin = address.find("://");
  if (begin == std::string::npos) return false;
  const std::string place = address.substr(begin + 3);
  return is_loopback(host_of(place.substr(0, place.find('/'))));
}

std::string banner(const Greeting& greeting, std::size_t width, bool glyphs) {
  std::string text = np::format("\n{:{}}NerdPudding {}\n\n", "", kIndent, NP_VERSION);
  std::string_view label = "Page";
  for (const std::string& address : greeting.addresses) {
    // Never broken: people click it.
    text += np::format("{:{}}{:<{}}{}\n", "", kIndent, label, kLabel, address);
    label = "";
  }
  text += row("Source", greeting.source, width) + row("Engine", greeting.engine, width) +
          row("Voice", greeting.voice, width);
  if (const std::string& best = greeting.addresses.front(); glyphs && !is_of_this_machine(best))
    text += code_of(best, width);
  return text + np::format("\n{:{}}{}\n\n", "", kIndent, messages::kCtrlCStops);
}

std::vector<std::string> banner_lines(const Greeting& greeting) {
  std::vector<std::string> lines = {np::format(messages::kIsReady, NP_VERSION, greeting.addresses.front())};
  for (std::size_t i = 1; i < greeting.addresses.size(); ++i)
    lines.push_back(np::format(messages::kIsAlsoAt, greeting.addresses[i]));
  lines.push_back(np::format(messages::kWhatRuns, greeting.source, greeting.engine, greeting.voice));
  return lines;
}

}  // namespace np
