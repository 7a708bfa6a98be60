// Decides when a sentence may be heard: at once or, where the programme must not be talked over, in a gap that it fits
// into. A weighty sentence is spoken over the programme once it has waited long enough; any other stays unsaid rather
// than come late. Plain value; loop thread.
#pragma once

#include <algorithm>
#include <optional>

#include "commentary/gaps.hpp"

namespace np {

class Placement {
 public:
  // Later after its picture than this a line is no news any more.
  static constexpr Duration kPatience = std::chrono::seconds(3);
  // A line that weighs much waits for a gap for so long.
  static constexpr Duration kLongestWait = std::chrono::seconds(10);
  // Of a gap that goes on for all that is known, so much has to be certain.
  static constexpr Duration kSure = std::chrono::milliseconds(1500);

  // `gaps` null: there is nothing to be talked over.
  explicit Placement(const Gaps* gaps) : gaps_(gaps) {}

  bool anywhere() const { return gaps_ == nullptr; }
  // A line about what was captured then. `over_at`: from that moment of the programme on it may be said over it;
  // nullopt: never.
  void begin_line(TimePoint captured_at, std::optional<TimePoint> over_at) {
    latest_ = captured_at + kPatience;
    over_at_ = over_at;
  }

  struct Verdict {
    enum class What { kNow, kWait, kNever } what = What::kNow;
    TimePoint at;  // kWait: ask again when the programme is there, or when more is known
    // Of a sentence for which no gap is long enough: what is left of the one at `position`; zero: there is none.
    Duration room{};
  };
  // Of a sentence of that length, where viewers would hear the programme at `position` when it began.
  Verdict judge(TimePoint position, Duration length) const;
  // It was begun there; the next sentence of its line is late no earlier than some seconds after its end.
  void begun(TimePoint position, Duration length) { latest_ = std::max(latest_, position + length + kPatience); }
  // Whether somebody speaks there, so that words under way have to end.
  bool talked_over(TimePoint position) const;

 private:
  const Gaps* gaps_;
  TimePoint latest_;
  std::optional<TimePoint> over_at_;
};

}  // namespace np
