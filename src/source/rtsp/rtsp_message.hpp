// The text of RTSP (RFC 2326, and the part of RFC 7826 that cameras know): one request or answer, and its end in the
// data of a connection. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace np {

class RtspMessage {
 public:
  static constexpr std::size_t kMaxHead = 16u << 10;  // bytes
  static constexpr std::size_t kMaxBody = 64u << 10;  // bytes

  // Of the head alone, up to its empty line.
  static RtspMessage parse(std::string_view head);

  bool is_answer() const { return first_line.starts_with("RTSP/"); }
  int status() const;  // of an answer; 0 if there is none
  bool is_redirect() const;
  std::string method() const;   // of a request
  std::string address() const;  // the same
  void set_address(std::string_view address);
  std::string_view header(std::string_view name) const;  // in any case; empty if there is none
  std::vector<std::string> all(std::string_view name) const;
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  // Bytes of the body; nothing if that is no number.
  std::optional<std::size_t> body_length() const;
  std::string text() const;  // with the body

  std::string first_line;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// The first unit in `bytes`.
struct RtspUnit {
  enum class Kind {
    kIncomplete,  // more bytes are needed
    kMedia,       // pictures or sound, or their control
    kText,        // `size` bytes of head; the body follows
    kNoise,       // `size` bytes of nothing
    kTooLong,     // a head without an end
  };
  Kind kind = Kind::kIncomplete;
  std::size_t size = 0;
};
RtspUnit first_rtsp_unit(std::string_view bytes);
// How many streams a description (SDP) offers.
std::size_t media_in_description(std::string_view description);

}  // namespace np
