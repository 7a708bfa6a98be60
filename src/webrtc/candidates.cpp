#include "webrtc/candidates.hpp"

#include <algorithm>
#include <utility>

#include "base/host.hpp"
#include "base/text.hpp"
#include "webrtc/sdp_lines.hpp"

namespace np::webrtc {
namespace {

int rank(const std::string& candidate) {
  const auto words = words_of(candidate);
  if (words.size() < 8) return 4;
  return (lower(words[2]) == "udp" ? 0 : 2) + (words[4].contains(':') ? 1 : 0);
}

}  // namespace

bool names_an_address(std::string_view candidate) {
  const auto words = words_of(candidate);
  return words.size() >= 8 && is_ip_address(std::string(words[4]));
}

std::string with_candidates(std::string_view description, std::vector<std::string> candidates) {
  std::ranges::sort(candidates);
  const auto same = std::ranges::unique(candidates);
  candidates.erase(same.begin(), same.end());
  std::ranges::stable_sort(candidates, {}, rank);
  std::string out;
  int sections = 0;
  bool told = false;
  const auto tell = [&] {
    if (std::exchange(told, true)) return;
    for (const std::string& candidate : candidates) out += "a=" + candidate + "\r\n";
    out += "a=end-of-candidates\r\n";
  };
  for (const std::string_view line : lines_of(description)) {
    if (line.starts_with("m=") && ++sections == 2) tell();
    (out += line) += "\r\n";
  }
  tell();
  return out;
}

}  // namespace np::webrtc
