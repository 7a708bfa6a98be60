// When the pictures of a pipeline are due: laps and jumps follow what was shown before without a gap, and times that
// jump, stand or run away are put right. The sink's streaming thread, except where said. Only for .cpp files that adapt
// GStreamer.
#pragma once

#include <gst/gst.h>

#include <atomic>
#include <functional>
#include <optional>

#include "base/clock.hpp"
#include "source/pictures/sample.hpp"

namespace np {

class TimeLine {
 public:
  struct Rules {
    bool paced = true;                              // false: times are media times, after kUnpacedEpoch
    std::function<GstClockTime()> usual_duration;   // of a picture that does not say how long it lasts
    std::function<GstClockTimeDiff()> longest_gap;  // between two pictures that is waited for
    std::function<void()> on_lap;                   // a lap begins: its pictures follow
  };
  // The run of pictures that a picture begins.
  enum class Begins { kNothing, kLap, kJump };
  struct Shown {
    TimePoint captured_at;
    std::optional<MediaTime> place;  // nothing: not known
    Duration length{};
    Begins begins = Begins::kNothing;
  };

  // `sink` shows the pictures; `live` as MediaTime wants it; `rewinds` counts how often the source was sent to another
  // place. All outlive this.
  TimeLine(GstElement* sink, const std::atomic<bool>& live, const std::atomic<unsigned>& rewinds, Rules rules);

  // Any thread: the next flush is of a jump, and not of a lap.
  void expect_jump() { jump_expected_ = true; }
  // Any thread: time stands, or goes on.
  void hold(bool held) { held_ = held; }
  bool held() const { return held_; }

  // Everything under way is gone.
  void flush();
  // A segment event on its way to the sink: itself, or the one that takes its place.
  GstEvent* join(GstEvent* event);
  // A picture on its way to the sink: gives it a time if it has none,
  void give_time(GstPadProbeInfo* probe);
  // puts its time right,
  void keep(GstPad* pad, const GstBuffer& buffer);
  // and says when it is due; nothing if that is not known.
  std::optional<TimePoint> due(const GstBuffer& buffer) const;
  // The picture that comes next is the first of this.
  Begins begins() const { return begins_; }
  // It is shown now.
  Shown show(const GstBuffer& buffer);
  // The same while time stands: once time goes on, it is shown again, and begins nothing then.
  Shown show_still(const GstBuffer& buffer);

 private:
  void go_on(GstPad* pad, GstClockTime pts, GstClockTime at);
  GstClockTimeDiff running_now() const;
  GstClockTime duration(const GstBuffer& buffer) const;
  TimePoint captured(const GstBuffer& buffer);
  std::optional<MediaTime> place(const GstBuffer& buffer) const;

  GstElement* const sink_;
  const std::atomic<bool>& live_;
  const std::atomic<unsigned>& rewinds_;
  const Rules rules_;
  std::atomic<bool> jump_expected_{false};
  std::atomic<bool> held_{false};

  bool going_on_ = false;
  bool flushed_ = false;     // since the last segment
  unsigned laps_begun_ = 0;  // of those asked for by rewinds
  Begins begins_ = Begins::kNothing;
  bool told_ = false;  // by a still
  GstSegment segment_;
  GstClockTime lap_lead_ = 0;  // from a lap's beginning to its first picture
  GstClockTime last_pts_ = 0;
  GstClockTime next_pts_ = GST_CLOCK_TIME_NONE;  // of a picture that has no time of its own
  int standing_ = 0;                             // pictures since time has moved
  GstClockTime end_ = GST_CLOCK_TIME_NONE;       // running time at which the last picture so far is over
};

}  // namespace np
