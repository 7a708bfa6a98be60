#include "commentary/event_log.hpp"

#include <algorithm>
#include <utility>

namespace np {
namespace {

bool is_passing(const Happening& what) {
  if (const auto* end = std::get_if<LineEnded>(&what))
    return end->outcome == Outcome::kNothing || (end->outcome == Outcome::kCancelled && end->text.empty());
  return std::holds_alternative<LineGrew>(what) || std::holds_alternative<ActivityChanged>(what);
}

}  // namespace

// Microseconds of wall time: far above any id that an earlier run can have reached, and exact in a JavaScript number.
EventLog::EventLog()
    : next_id_(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                              std::chrono::system_clock::now().time_since_epoch())
                                              .count())) {}

EventLog::~EventLog() = default;

void EventLog::append(TimePoint now, Happening what) {
  const std::uint64_t id = next_id_++;
  (is_passing(what) ? passing_ : kept_).push_back(id);
  events_.emplace(id, std::make_shared<Event>(id, now, std::move(what)));
  drop_old(now);
  // A reader may leave while it is told, so the list is walked by a copy.
  const auto told = readers_;
  for (Reader* reader : told)
    if (std::ranges::find(readers_, reader) != readers_.end() && reader->on_event_) reader->on_event_();
}

void EventLog::drop_old(TimePoint now) {
  // Half a line's pieces are of no use to anybody.
  const LineGrew* piece = nullptr;
  for (EventPtr gone; passing_.size() > kMostPassing || piece;) {
    const auto front = events_.find(passing_.front());
    const auto* next = std::get_if<LineGrew>(&front->second->what);
    if (piece && (!next || next->cycle != piece->cycle || passing_.size() == 1)) break;
    piece = next;
    gone = std::exchange(front->second, nullptr);
    events_.erase(front);
    passing_.pop_front();
  }
  while (!kept_.empty() && (kept_.size() > kMostKept || now - events_.at(kept_.front())->at > kKeptFor)) {
    dropped_ = kept_.front();
    events_.erase(dropped_);
    kept_.pop_front();
  }
}

std::unique_ptr<EventLog::Reader> EventLog::read(std::optional<std::uint64_t> after, std::function<void()> on_event) {
  std::uint64_t last = last_id();
  // Of another run, or older than all: from the first one that there is.
  if (after) last = *after >= next_id_ ? dropped_ : std::max(*after, dropped_);
  return std::unique_ptr<Reader>(new Reader(*this, last, std::move(on_event)));
}

EventLog::Reader::Reader(EventLog& log, std::uint64_t after, std::function<void()> on_event)
    : log_(log), last_(after), on_event_(std::move(on_event)) {
  log_.readers_.push_back(this);
}

EventLog::Reader::~Reader() { std::erase(log_.readers_, this); }

bool EventLog::Reader::lost() const { return last_ < log_.dropped_; }

EventPtr EventLog::Reader::peek() const {
  const auto next = log_.events_.upper_bound(last_);
  return lost() || next == log_.events_.end() ? nullptr : next->second;
}

EventPtr EventLog::Reader::next() {
  EventPtr event = peek();
  if (event) last_ = event->id;
  return event;
}

}  // namespace np
