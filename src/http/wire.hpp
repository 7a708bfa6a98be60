// The show's events and sound in the forms that clients read: server-sent events, the page's WebSocket, MJPEG parts.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "audio/audio_stream.hpp"
#include "commentary/event.hpp"
#include "http/message.hpp"

namespace np::http {

// With id:, the event's name unless it is a piece, and a data: line for each line of text.
std::string sse_text(const Event& event);

// Where a client that lost its connection wants to go on: the Last-Event-ID header, else ?last_event_id=. What is no
// number counts as none.
std::optional<std::uint64_t> resume_point(const Request& request);

// {"id":n,"event":"piece"|"cycle_end"|...,"data":text or object}
std::string live_text(const Event& event);
// {"event":name,"data":json}
std::string live_text(std::string_view name, std::string_view json);
// first_sample as 64 bits, then the samples as s16, all little-endian.
std::string live_sound(const AudioStream::Block& block);

// What the page may say: {"audio": true|false}; unknown members are ignored. The error is a sentence.
struct LiveWish {
  std::optional<bool> audio;
};
std::expected<LiveWish, std::string> parse_live_wish(std::string_view text);

// Sent ahead of the first part; each picture is followed by it too, so that a browser shows it at once instead of with
// the next one.
inline constexpr std::string_view kPartBoundary = "\r\n--frame\r\n";
std::string part_head(std::size_t bytes);

}  // namespace np::http
