// The show's happenings and sound in the forms that clients read: server-sent events, the page's WebSocket, MJPEG parts. The
// only place where happenings become JSON.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "audio/audio_stream.hpp"
#include "commentary/event_log.hpp"
#include "http/message.hpp"
#include "video/frame.hpp"

namespace np::http {

// Server-sent events for /api/stream, in order, as clients of old know them: pieces of text are unnamed events, also
// the "..." of a skip; every cycle ends with a cycle_end. Plain value; one for each connection.
class SseWriter {
 public:
  // With id:, the event's name unless it is a piece, and a data: line for each line of text. Empty: nothing to tell.
  std::string text(const Event& event);

 private:
  std::uint64_t cycle_ = 0;  // the one whose pieces were told last
  std::size_t told_ = 0;     // bytes of its line
};

// Where a client that lost its connection wants to go on: the Last-Event-ID header, else ?last_event_id=. What is no
// number counts as none.
std::optional<std::uint64_t> resume_point(const Request& request);

// {"id":n,"event":"piece"|"cycle_end"|...,"data":text or object}; a piece has its "cycle", too.
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
// the next one. X-Timestamp is when it was captured, Unix seconds, as mjpg-streamer has it.
inline constexpr std::string_view kPartBoundary = "\r\n--frame\r\n";
std::string part_head(const JpegPicture& picture);

}  // namespace np::http
