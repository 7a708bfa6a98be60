#include "app/room_captions.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

// The topic that LiveKit's own clients listen for.
constexpr const char* kTopic = "lk.transcription";
constexpr const char* kSegment = "lk.segment_id";
constexpr const char* kFinal = "lk.transcription_final";

std::int64_t unix_ms() { return static_cast<std::int64_t>(unix_seconds(Clock::now()) * 1000); }

}  // namespace

RoomCaptions::RoomCaptions(Loop& loop, Show& show, Room room)
    : loop_(loop),
      room_(std::move(room)),
      reader_(show.events().read(std::nullopt, [this] { loop_.post(alive_.guard([this] { read(); })); }),
              [&show](TimePoint captured_at) { return show.until_shown(captured_at); }) {
  room_.show(Activity::kListening);
}

void RoomCaptions::read() {
  while (const EventPtr event = reader_.next()) take(*event);
  next_.cancel();
  if (const Duration wait = reader_.wait(); wait != Duration::max()) next_ = loop_.after(wait, [this] { read(); });
}

void RoomCaptions::take(const Event& event) {
  const Happening& what = event.what;
  if (const auto* grew = std::get_if<LineGrew>(&what)) {
    // Where pieces are missing, the end brings all that is left.
    if (grew->at == said_) say(grew->piece);
  } else if (const auto* end = std::get_if<LineEnded>(&what)) {
    const bool complete = end->outcome == Outcome::kSaid && !reader_.is_past(event);
    if (complete && said_ < end->text.size()) say(std::string_view(end->text).substr(said_));
    end_line(complete);
  } else if (const auto* now = std::get_if<ActivityChanged>(&what)) {
    room_.show(now->activity);
  }
}

void RoomCaptions::say(std::string_view text) {
  if (!line_) {
    segment_ = np::format("SG_{:016x}", random_());
    line_.emplace(segment_);
    room_.send(line_->begin(kTopic, unix_ms(), {{kSegment, segment_}, {kFinal, "false"}}));
  }
  said_ += text.size();
  while (!text.empty()) {
    const std::size_t size = utf8::cut(text, livekit::TextStreamWriter::kMaxPiece);
    room_.send(line_->piece(text.substr(0, size)));
    text.remove_prefix(size);
  }
}

void RoomCaptions::end_line(bool complete) {
  said_ = 0;
  if (!line_) return;
  room_.send(line_->end({{kSegment, segment_}, {kFinal, complete ? "true" : "false"}}));
  line_.reset();
}

}  // namespace np
