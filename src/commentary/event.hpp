// What a show tells the world, in order: pieces of text, ends of cycles, states of the source, settings. EventLog keeps
// the recent ones so that a reader who lost the connection catches up. Loop thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace np {

enum class EventType {
  kPiece,     // data: text
  kCycleEnd,  // data: JSON of CycleEnd, as CONTRACT-compatible fields
  kSource,    // data: JSON of the source's state
  kSettings,  // data: JSON of instruction, profile, preset: something of them changed
  kRoom,      // data: JSON of the LiveKit room: the commentator has come in, or is out of it, and why
};

// "", "cycle_end", "source", "settings", "room": the name on the wire; a piece is SSE's unnamed event.
const char* event_name(EventType type);

struct Event {
  std::uint64_t id = 0;  // rises by one; starts at a value that is higher than any of an earlier run of the server
  EventType type = EventType::kPiece;
  std::string data;
};
using EventPtr = std::shared_ptr<const Event>;

class EventLog {
 public:
  static constexpr std::size_t kCapacity = 2000;

  EventLog();
  ~EventLog();
  void append(EventType type, std::string data);
  std::uint64_t last_id() const;

  // A reader's place in the log. When the log has moved past it by more than kCapacity, lost() is true and the reader is
  // to be closed: it reconnects and catches up.
  class Reader {
   public:
    ~Reader();
    EventPtr next();  // the oldest event not yet taken; nullptr if none
    bool lost() const;

   private:
    friend class EventLog;
    Reader(EventLog& log, std::uint64_t after, std::function<void()> on_event);
    EventLog& log_;
    std::uint64_t next_id_;
    std::function<void()> on_event_;
  };

  // Reads on from what comes now or, with `after`, from the first kept event with a higher id (all that is kept when `after`
  // is older than that or from another run). `on_event` is called on the loop once for each new event and must not append.
  // Readers must not outlive the log.
  std::unique_ptr<Reader> read(std::optional<std::uint64_t> after, std::function<void()> on_event);
  std::size_t readers() const { return readers_.size(); }

 private:
  std::uint64_t next_id_;
  std::deque<EventPtr> events_;
  std::vector<Reader*> readers_;
};

struct CycleEnd {
  std::uint64_t cycle = 0;
  std::vector<std::uint64_t> frame_ids;
  double oldest_frame_at = 0;  // Unix seconds
  double newest_frame_at = 0;
  double inference_start = 0;
  double inference_end = 0;
  bool skipped = false;
  double target_delay = 0;
  std::string error;  // one sentence; empty: none
  bool cancelled = false;
};
std::string to_json(const CycleEnd& end);

}  // namespace np
