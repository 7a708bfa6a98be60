#include "webrtc/sdp_lines.hpp"

#include <ranges>

#include "base/text.hpp"

namespace np::webrtc {
namespace {

std::vector<std::string_view> parts(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  for (const auto part : std::views::split(text, separator))
    if (const std::string_view word = trim(std::string_view(part)); !word.empty()) found.push_back(word);
  return found;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) { return parts(text, '\n'); }
std::vector<std::string_view> words_of(std::string_view line) { return parts(line, ' '); }

}  // namespace np::webrtc
