// The show's happenings and sound in the forms that clients read: server-sent events, the page's WebSocket, MJPEG
// parts. The only place where happenings become JSON.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audio/audio_stream.hpp"
#include "commentary/event_log.hpp"
#include "http/message/message.hpp"
#include "perception/facts/facts.hpp"
#include "video/frame.hpp"

namespace np::http {

// Texts for readers who only watch. A source's name shows neither its folder nor the part behind its host. Of a
// sentence about a fault or a server they get another one `instead`, because it may reveal details of this machine and
// its network; of none they get none.
std::string name_for(Role reader, const std::string& source);
std::string sentence_for(Role reader, const std::string& sentence, std::string_view instead);

// Server-sent events for /api/stream, in order, as clients of old know them: pieces of text are unnamed events, also
// the "..." of a skip; every cycle ends with a cycle_end. Plain value; one for each connection.
class SseWriter {
 public:
  explicit SseWriter(Role reader = Role::kController) : reader_(reader) {}
  // With id:, the event's name unless it is a piece, and a data: line for each line of text. Empty: nothing to tell.
  std::string text(const Event& event);

 private:
  Role reader_;
  std::uint64_t cycle_ = 0;  // the one whose pieces were told last
  std::size_t told_ = 0;     // bytes of its line
};

// The event after which a reconnecting client continues: the Last-Event-ID header, otherwise ?last_event_id=. A text
// that is no number counts as none.
std::optional<std::uint64_t> resume_point(const Request& request);

// {"id":n,"event":"piece"|"cycle_end"|...,"data":text or object}; a piece has its "cycle", too.
std::string live_text(const Event& event, Role reader = Role::kController, bool past = false);
// {"event":name,"data":json}
std::string live_text(std::string_view name, std::string_view json);
// first_sample as 64 bits, then the samples as s16, all little-endian. The highest bit says whether it is the source's
// own sound (`of_source`) or the voice; each has a time line of its own.
inline constexpr std::uint64_t kSourceSoundBit = std::uint64_t{1} << 63;
std::string live_sound(const AudioStream::Block& block, bool of_source);

// The facts perceived in one picture, as JSON; every number is finite. The answer of /api/facts.
std::string facts_json(const Facts& facts, std::span<const Occurrence> events);

// Facts for a reader, at most kMostASecond of them; what happened in those that are left out is told with the next.
// Plain value; one for each connection.
class FactsWriter {
 public:
  static constexpr int kMostASecond = 5;
  static constexpr std::size_t kMostEvents = 64;  // the oldest are lost

  // The JSON, or nothing where this one is left out.
  std::optional<std::string> json(const Facts& facts);

 private:
  std::optional<TimePoint> due_;
  std::vector<Occurrence> untold_;
};

// As the event "facts" of /api/stream, which has no id: what is missed is past.
std::string sse_facts(std::string_view json);
// Whether ?facts= asks for them: "1" or "true".
bool wants_facts(const Request& request);
// The live message that a viewer was sent the picture captured then.
std::string live_picture(TimePoint captured_at);

// A message of the page: {"audio": true|false, "source_sound": "off"|"duck"|"plain", "facts": true|false}; unknown
// members are ignored. The error is a sentence.
struct LiveWish {
  enum class SourceSound { kOff, kDuck, kPlain };
  std::optional<bool> audio;
  std::optional<SourceSound> source_sound;
  std::optional<bool> facts;
  std::optional<double> seen;  // the picture that is seen now was captured then; Unix seconds
};
std::expected<LiveWish, std::string> parse_live_wish(std::string_view text);

// Sent ahead of the first part; each picture is followed by it too, so that a browser shows it at once instead of with
// the next one. X-Timestamp is when it was captured, Unix seconds, as mjpg-streamer has it.
inline constexpr std::string_view kPartBoundary = "\r\n--frame\r\n";
std::string part_head(const JpegPicture& picture);

}  // namespace np::http
