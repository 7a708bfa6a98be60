#include "commentary/event_log.hpp"

#include <algorithm>
#include <utility>

namespace np {
namespace {

bool is_passing(const Happening& what) {
  if (const auto* end = std::get_if<LineEnded>(&what))
    return end->outcome == Outcome::kNothing || (end->outcome == Outcome::kCancelled && end->text.empty());
  return std::holds_alternative<LineGrew>(what) || std::holds_alternative<ActivityChanged>(what) ||
         std::holds_alternative<PlaybackChanged>(what);
}

// Of what may be long.
std::size_t bytes_of(const Happening& what) {
  if (const auto* grew = std::get_if<LineGrew>(&what)) return grew->piece.size();
  if (const auto* end = std::get_if<LineEnded>(&what)) return end->text.size() + end->error.size();
  return 0;
}

}  // namespace

// Microseconds of wall time: far above any id that an earlier run can have reached, and exact in a JavaScript number.
EventLog::EventLog()
    : next_id_(static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count())) {}

EventLog::~EventLog() = default;

void EventLog::append(TimePoint now, Happening what) {
  const std::uint64_t id = next_id_++;
  if (const auto* playback = std::get_if<PlaybackChanged>(&what); playback && playback->jumped) last_jump_ = id;
  Sort& sort = is_passing(what) ? passing_ : kept_;
  sort.ids.push_back(id);
  sort.bytes += bytes_of(what);
  events_.emplace(id, std::make_shared<Event>(id, now, std::move(what)));
  drop_old(now);
  // A reader may leave while it is told, so the list is walked by a copy.
  const auto told = readers_;
  for (Reader* reader : told)
    if (std::ranges::find(readers_, reader) != readers_.end() && reader->on_event_) reader->on_event_();
}

EventPtr EventLog::drop_oldest(Sort& sort) {
  const auto front = events_.find(sort.ids.front());
  EventPtr gone = std::move(front->second);
  events_.erase(front);
  sort.ids.pop_front();
  sort.bytes -= bytes_of(gone->what);
  return gone;
}

void EventLog::drop_old(TimePoint now) {
  const auto too_much = [](const Sort& sort, std::size_t most) {
    return sort.ids.size() > most || sort.bytes > kMostBytes;
  };
  // Nobody can use the pieces of half a line.
  const LineGrew* piece = nullptr;
  for (EventPtr gone; too_much(passing_, kMostPassing) || piece;) {
    const auto* next = std::get_if<LineGrew>(&events_.at(passing_.ids.front())->what);
    if (piece && (!next || next->cycle != piece->cycle || passing_.ids.size() == 1)) break;
    gone = drop_oldest(passing_);
    piece = next;
  }
  while (!kept_.ids.empty() && (too_much(kept_, kMostKept) || now - events_.at(kept_.ids.front())->at > kKeptFor)) {
    dropped_ = drop_oldest(kept_)->id;
  }
}

std::unique_ptr<EventLog::Reader> EventLog::read(std::optional<std::uint64_t> after, std::function<void()> on_event) {
  std::uint64_t last = last_id();
  // If the id is of another run or too old, start with the oldest event.
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
