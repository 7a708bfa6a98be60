#include "webrtc/codecs.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"

namespace np::webrtc {

bool can_decode(const std::string& mime) {
  constexpr std::array<std::string_view, 3> kVideo{"video/vp8", "video/vp9", "video/h264"};
  return std::ranges::contains(kVideo, lower(mime));
}

bool is_sound(const std::string& mime) { return lower(mime).starts_with("audio/"); }

}  // namespace np::webrtc
