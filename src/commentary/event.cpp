#include "commentary/event.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/format.hpp"

namespace np {

const char* event_name(EventType type) {
  switch (type) {
    case EventType::kPiece: return "";
    case EventType::kCycleEnd: return "cycle_end";
    case EventType::kSource: return "source";
    case EventType::kSettings: return "settings";
    case EventType::kRoom: return "room";
  }
  return "";
}

// Microseconds of wall time: far above any id that an earlier run can have reached, and exact in a JavaScript number.
EventLog::EventLog()
    : next_id_(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                              std::chrono::system_clock::now().time_since_epoch())
                                              .count())) {}

EventLog::~EventLog() = default;

std::uint64_t EventLog::last_id() const { return next_id_ - 1; }

void EventLog::append(EventType type, std::string data) {
  auto event = std::make_shared<Event>();
  event->id = next_id_++;
  event->type = type;
  event->data = std::move(data);
  events_.push_back(std::move(event));
  if (events_.size() > kCapacity) events_.pop_front();
  // A reader may leave while it is told, so the list is walked by a copy.
  const auto told = readers_;
  for (Reader* reader : told)
    if (std::ranges::find(readers_, reader) != readers_.end() && reader->on_event_) reader->on_event_();
}

std::unique_ptr<EventLog::Reader> EventLog::read(std::optional<std::uint64_t> after, std::function<void()> on_event) {
  const std::uint64_t oldest = events_.empty() ? next_id_ : events_.front()->id;
  std::uint64_t start = next_id_ - 1;
  if (after) start = *after + 1 < oldest || *after >= next_id_ ? oldest - 1 : *after;
  return std::unique_ptr<Reader>(new Reader(*this, start, std::move(on_event)));
}

EventLog::Reader::Reader(EventLog& log, std::uint64_t after, std::function<void()> on_event)
    : log_(log), next_id_(after + 1), on_event_(std::move(on_event)) {
  log_.readers_.push_back(this);
}

EventLog::Reader::~Reader() { std::erase(log_.readers_, this); }

bool EventLog::Reader::lost() const { return !log_.events_.empty() && next_id_ < log_.events_.front()->id; }

EventPtr EventLog::Reader::next() {
  if (lost() || next_id_ >= log_.next_id_) return nullptr;
  return log_.events_[next_id_++ - log_.events_.front()->id];
}

std::string to_json(const CycleEnd& end) {
  std::string ids;
  for (const std::uint64_t id : end.frame_ids) ids += (ids.empty() ? "" : ",") + std::to_string(id);
  std::string json = np::format(
      R"({{"type":"cycle_end","cycle":{},"frame_ids":[{}],"oldest_frame_at":{:.6f},"newest_frame_at":{:.6f},)"
      R"("inference_start":{:.6f},"inference_end":{:.6f},"inference_sec":{:.6f},"latency_sec":{:.6f},)"
      R"("skipped":{},"target_delay":{:.3f})",
      end.cycle, ids, end.oldest_frame_at, end.newest_frame_at, end.inference_start, end.inference_end,
      end.inference_end - end.inference_start, end.inference_end - end.oldest_frame_at, end.skipped, end.target_delay);
  if (!end.error.empty()) json += R"(,"error":)" + boost::json::serialize(boost::json::string(end.error));
  if (end.cancelled) json += R"(,"cancelled":true)";
  return json + "}";
}

}  // namespace np
