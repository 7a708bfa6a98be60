#include "whip/fragment.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "webrtc/candidates.hpp"
#include "webrtc/sdp_lines.hpp"

namespace np::whip {

std::optional<Fragment> read_fragment(std::string_view text, const std::vector<std::string>& mids) {
  constexpr std::size_t kMaxLines = 400;
  const auto lines = webrtc::lines_of(text);
  if (lines.empty() || lines.size() > kMaxLines) return std::nullopt;
  Fragment fragment;
  unsigned section = 0;
  for (const std::string_view line : lines) {
    if (line.size() < 2 || line[1] != '=' || !is_alpha(line[0]) || line.contains('\0')) return std::nullopt;
    const std::string_view value = line.substr(2);
    if (line[0] != 'a') continue;
    if (value.starts_with("ice-ufrag:")) fragment.user = value.substr(10);
    if (value.starts_with("mid:")) {
      const auto found = std::ranges::find(mids, value.substr(4));
      if (found == mids.end()) return std::nullopt;
      section = static_cast<unsigned>(found - mids.begin());
    }
    if (value.starts_with("candidate:") && webrtc::names_an_address(value))
      fragment.candidates.emplace_back(section, value);
  }
  return fragment;
}

}  // namespace np::whip
