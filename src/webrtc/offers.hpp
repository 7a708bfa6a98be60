// Checks what the other side may say about media in one session. GStreamer's webrtcbin trusts an offer blindly, and one
// that makes no sense ends the whole process. Plain value of one session.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np::webrtc {

class Offers {
 public:
  static constexpr std::size_t kMaxSections = 10;
  static constexpr std::size_t kMaxBytes = 256 * 1024;

  // The `mid` of each section, in order. Nothing, and the session is to be begun anew, where the description is none,
  // has more sections than any of ours, or does not have those of the one before at its front, in the same order.
  std::optional<std::vector<std::string>> take(std::string_view sdp);

 private:
  std::vector<std::string> mids_;
};

// The `mid` of each section of a description that has all that a media session wants; nothing where it does not.
std::optional<std::vector<std::string>> sections_of(std::string_view sdp);

}  // namespace np::webrtc
