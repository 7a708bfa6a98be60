#include "record/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "record/messages.hpp"

namespace np {
namespace {

// A model that runs wild writes more.
constexpr std::size_t kMostText = std::size_t{256} << 10;

// "12 s", "3 min 20 s", "2 h 5 min", "3 d 4 h".
std::string in_words(double seconds) {
  const auto s = static_cast<long long>(std::llround(std::max(seconds, 0.0)));
  const auto two = [](long long large, const char* unit, long long small, const char* of) {
    return small ? np::format("{} {} {} {}", large, unit, small, of) : np::format("{} {}", large, unit);
  };
  if (s < 60) return np::format("{} s", s);
  if (s < 3600) return two(s / 60, "min", s % 60, "s");
  if (s < 24 * 3600) return two(s / 3600, "h", s % 3600 / 60, "min");
  return two(s / (24 * 3600), "d", s % (24 * 3600) / 3600, "h");
}

std::optional<double> in_seconds(std::optional<Duration> time) {
  return time ? std::optional(to_seconds(*time)) : std::nullopt;
}

}  // namespace

Recorder::Recorder(EventLog& events, Record& record)
    : events_(events),
      record_(record),
      before_all_(events.last_id()),
      began_at_(unix_seconds(Clock::now())),
      reader_(events.read(std::nullopt, [this] {
        while (const EventPtr event = reader_->next()) take(*event);
      })) {
  record.on_open(alive_.guard([this](const RecordEntry& newest) { opened(newest); }));
}

void Recorder::opened(const RecordEntry& newest) {
  opened_ = true;
  instruction_before_ = newest.instruction;
  if (first_ && first_->text == instruction_before_) first_.reset();
  if (newest.id == 0) return;
  events_.rise_above(newest.id);
  const double gone = began_at_ - newest.ended_at;
  // If the clock was set back, nobody knows for how long.
  if (before_all_ <= newest.id || gone < to_seconds(kShortestGap)) return;
  gap_.emplace();
  gap_->id = before_all_;
  gap_->kind = RecordEntry::Kind::kGap;
  gap_->at = newest.ended_at;
  gap_->ended_at = began_at_;
  gap_->text = np::format(messages::kWasNotRunning, in_words(gone));
}

void Recorder::take(const Event& event) {
  if (const auto* line = std::get_if<LineEnded>(&event.what))
    take(event, *line);
  else if (const auto* source = std::get_if<SourceChanged>(&event.what))
    take(event, *source);
  else if (const auto* settings = std::get_if<SettingsChanged>(&event.what))
    take(event, *settings);
}

RecordEntry Recorder::entry(const Event& event, RecordEntry::Kind kind) const {
  RecordEntry e;
  e.id = event.id;
  e.kind = kind;
  e.at = e.ended_at = unix_seconds(event.at);
  e.source = source_;
  e.source_kind = source_kind_;
  e.instruction = instruction_;
  return e;
}

void Recorder::take(const Event& event, const LineEnded& line) {
  if (line.outcome != Outcome::kSaid) return;
  RecordEntry e = entry(event, RecordEntry::Kind::kLine);
  e.at = unix_seconds(line.times.newest_frame);
  e.ended_at = unix_seconds(line.times.end);
  e.latency = to_seconds(line.times.end - line.times.newest_frame);
  e.media_time = in_seconds(line.media_time);
  e.media_end = in_seconds(line.media_end);
  e.text = utf8::without_controls(trim(line.text));
  e.text.resize(utf8::cut(e.text, kMostText));
  add(std::move(e), line.frame.lock());
}

void Recorder::take(const Event& event, const SourceChanged& source) {
  if (source.state == "stopped" || source.state == "ended" || source.name.empty()) source_.clear();
  if (source.state != "live") return;
  const bool is_new = source.name != source_;
  source_ = source.name;
  source_kind_ = source.kind;
  if (is_new) {
    add(entry(event, RecordEntry::Kind::kNote));
  } else if (source.gone) {
    RecordEntry e = entry(event, RecordEntry::Kind::kOutage);
    e.at = e.ended_at - to_seconds(*source.gone);
    e.text = np::format(messages::kNoPictureFor, in_words(to_seconds(*source.gone)));
    add(std::move(e));
  }
}

void Recorder::take(const Event& event, const SettingsChanged& now) {
  using Kind = RecordEntry::Kind;
  const auto before = std::exchange(settings_, now);
  instruction_ = utf8::without_controls(now.instruction);
  const auto note = [&](Kind kind, std::string text) {
    RecordEntry e = entry(event, kind);
    e.text = std::move(text);
    return e;
  };
  if (!before) {
    // The state kept from the last run is no news, and neither are unchanged style and pace.
    if (instruction_.empty() || instruction_ == instruction_before_) return;
    first_ = note(Kind::kInstruction, instruction_);
    if (opened_) add(*std::exchange(first_, std::nullopt));
  } else if (now.instruction != before->instruction) {
    add(note(Kind::kInstruction, instruction_));
  } else if (now.profile != before->profile) {
    add(note(Kind::kStyle, now.profile));
  } else if (now.preset != before->preset && !now.preset.empty()) {
    add(note(Kind::kPace, now.preset));
  }
}

void Recorder::add(RecordEntry entry, FramePtr frame) {
  if (gap_) record_.add(*std::exchange(gap_, std::nullopt), nullptr);
  if (first_) record_.add(*std::exchange(first_, std::nullopt), nullptr);
  record_.add(std::move(entry), std::move(frame));
}

}  // namespace np
