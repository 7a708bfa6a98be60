// Reads a show's happenings in step with a picture: a line is given out as soon as the picture that its reader sees has
// reached the newest frame that the line was made from. Order is kept: what comes after a line waits with it. A line of
// a place that a file has left meanwhile waits for nothing and comes as its end alone. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "commentary/event_log.hpp"

namespace np {

class StepReader {
 public:
  // How long until the reader's picture shows what was captured then, at the earliest; zero: it does.
  using UntilFn = std::function<Duration(TimePoint captured_at)>;

  StepReader(std::unique_ptr<EventLog::Reader> reader, UntilFn until)
      : reader_(std::move(reader)), until_(std::move(until)) {}

  // The next event that is due; nullptr if none is.
  EventPtr next() {
    while (const EventPtr event = reader_->peek()) {
      if (!std::holds_alternative<LineGrew>(event->what) || !is_past(*event)) break;
      reader_->next();
    }
    return wait() == Duration::zero() ? reader_->next() : nullptr;
  }
  // How long until there may be one; Duration::max(): an event has to come first.
  Duration wait() const {
    const EventPtr event = reader_->peek();
    if (!event) return Duration::max();
    if (is_past(*event)) return Duration::zero();
    const auto seen = seen_at(event->what);
    return seen ? std::max(until_(*seen), Duration::zero()) : Duration::zero();
  }
  bool lost() const { return reader_->lost(); }
  // True for words about a place that the file has left: the page no longer shows them under the picture.
  bool is_past(const Event& event) const { return reader_->is_past(event); }

 private:
  static std::optional<TimePoint> seen_at(const Happening& what) {
    if (const auto* grew = std::get_if<LineGrew>(&what)) return grew->newest_frame_at;
    if (const auto* end = std::get_if<LineEnded>(&what); end && !end->text.empty()) return end->times.newest_frame;
    return std::nullopt;
  }

  std::unique_ptr<EventLog::Reader> reader_;
  UntilFn until_;
};

}  // namespace np
