// Checks the other side's descriptions of media in one session. GStreamer's webrtcbin trusts an offer blindly, and a
// senseless one ends the whole process. Plain value of one session.
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

  // The `mid` of each section, in order. Nothing, and the caller must begin a new session, if the description is
  // invalid, has more sections than any of ours, or does not begin with the sections of the one before, in the same
  // order.
  std::optional<std::vector<std::string>> take(std::string_view sdp);

 private:
  std::vector<std::string> mids_;
};

// The `mid` of each section, if the description has all that a media session needs; otherwise nothing.
std::optional<std::vector<std::string>> sections_of(std::string_view sdp);

}  // namespace np::webrtc
