// The events of a show, in order. The log keeps an hour of lines and changes, so that a reader who was away catches up.
// Events of the moment (a growing line, a cycle that had nothing to say) go only to present readers. Loop thread only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "commentary/happening.hpp"

namespace np {

struct Event {
  std::uint64_t id = 0;  // rises; starts at a value that is higher than any of an earlier run of the server
  TimePoint at;
  Happening what;
};
using EventPtr = std::shared_ptr<const Event>;

class EventLog {
 public:
  static constexpr std::size_t kMostKept = 4000;
  static constexpr Duration kKeptFor = std::chrono::hours(1);
  // Passing events that a reader may lag behind. It misses the older ones: the end of a line has all of its text.
  static constexpr std::size_t kMostPassing = 250;
  // Of text in all events of either sort: far more than anybody says in an hour, unless a model runs wild.
  static constexpr std::size_t kMostBytes = 4u << 20;

  EventLog();
  ~EventLog();
  void append(TimePoint now, Happening what);
  std::uint64_t last_id() const { return next_id_ - 1; }
  // Ids of events to come are greater than this one, which an earlier run has given where the clock was ahead.
  void rise_above(std::uint64_t id) { next_id_ = std::max(next_id_, id + 1); }

  // A reader's place in the log. If it has missed events that the log dropped, lost() is true: it begins a new reading,
  // or its connection is closed and comes back.
  class Reader {
   public:
    ~Reader();
    EventPtr peek() const;  // the oldest event not yet taken; nullptr if none, or if this reader is lost
    EventPtr next();        // takes it
    bool lost() const;
    // A file has been sent elsewhere since: what this says is of the place before.
    bool is_past(const Event& event) const { return event.id < log_.last_jump_; }

   private:
    friend class EventLog;
    Reader(EventLog& log, std::uint64_t after, std::function<void()> on_event);
    EventLog& log_;
    std::uint64_t last_;  // the id of the last event taken, or passed over at the beginning
    std::function<void()> on_event_;
  };

  // Reads on from what comes now or, with `after`, from the first kept event with a higher id (all that is kept when
  // `after` is older than that or from another run). `on_event` is called on the loop once for each new event and must
  // not append. Readers must not outlive the log.
  std::unique_ptr<Reader> read(std::optional<std::uint64_t> after, std::function<void()> on_event);
  std::size_t readers() const { return readers_.size(); }

 private:
  void drop_old(TimePoint now);

  std::uint64_t next_id_;
  std::uint64_t last_jump_ = 0;  // id of the newest PlaybackChanged that jumped
  std::uint64_t dropped_ = 0;    // the highest id of a kept event that was dropped since
  std::map<std::uint64_t, EventPtr> events_;
  struct Sort {
    std::deque<std::uint64_t> ids;
    std::size_t bytes = 0;
  };
  EventPtr drop_oldest(Sort& sort);

  Sort kept_;
  Sort passing_;
  std::vector<Reader*> readers_;
};

}  // namespace np
