#include "source/time_line.hpp"

#include <algorithm>
#include <utility>

#include "source/source.hpp"

namespace np {
namespace {

constexpr GstClockTimeDiff kLongestStepBack = GST_SECOND;
// Decoders let no picture be earlier than the one before: where time has jumped back, all have that one's.
constexpr int kMostAtOnce = 2;
// What comes later than this is late for good: the network was away, or the machine is too slow.
constexpr Duration kLatest = std::chrono::seconds(1);

}  // namespace

TimeLine::TimeLine(GstElement* sink, const std::atomic<bool>& live, const std::atomic<unsigned>& rewinds, Rules rules)
    : sink_(sink), live_(live), rewinds_(rewinds), rules_(std::move(rules)) {
  gst_segment_init(&segment_, GST_FORMAT_TIME);
}

void TimeLine::flush() {
  laps_begun_ = rewinds_ - 1;  // those before the last are gone
  flushed_ = true;
  told_ = false;
}

// A new lap begins where the last picture of the one before ends, whatever the container (sound that is longer than
// the pictures, a last picture without a duration) or a flush would make of it: no gap, no jump.
GstEvent* TimeLine::join(GstEvent* event) {
  if (going_on_) return event;
  gst_event_copy_segment(event, &segment_);
  // Short files are read several laps ahead of what is shown.
  if (segment_.format != GST_FORMAT_TIME || laps_begun_ == rewinds_) return event;
  ++laps_begun_;
  const bool jumps = std::exchange(flushed_, false) && jump_expected_.exchange(false);
  if (!GST_CLOCK_TIME_IS_VALID(end_)) return event;  // nothing was shown yet
  // A jump past the last picture is still a jump for whatever follows.
  if (begins_ != Begins::kJump) begins_ = jumps ? Begins::kJump : Begins::kLap;
  if (!jumps) rules_.on_lap();
  segment_.base = jumps ? end_ : end_ > lap_lead_ ? end_ - lap_lead_ : 0;
  GstEvent* joined = gst_event_new_segment(&segment_);
  gst_event_set_seqnum(joined, gst_event_get_seqnum(event));
  gst_event_unref(event);
  return joined;
}

// Pictures that lie one after the other in a file, and nothing else with them, have no times.
void TimeLine::give_time(GstPadProbeInfo* probe) {
  GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(probe);
  if (live_ || segment_.format != GST_FORMAT_TIME) return;
  if (GST_BUFFER_PTS_IS_VALID(buffer)) {
    next_pts_ = GST_CLOCK_TIME_NONE;
    return;
  }
  buffer = gst_buffer_make_writable(buffer);
  GST_PAD_PROBE_INFO_DATA(probe) = buffer;
  if (!GST_CLOCK_TIME_IS_VALID(next_pts_)) next_pts_ = segment_.start;
  GST_BUFFER_PTS(buffer) = next_pts_;
  GST_BUFFER_DURATION(buffer) = rules_.usual_duration();
  next_pts_ += GST_BUFFER_DURATION(buffer);
}

GstClockTimeDiff TimeLine::running_now() const {
  return static_cast<GstClockTimeDiff>(Clock::now().time_since_epoch().count()) -
         static_cast<GstClockTimeDiff>(gst_element_get_base_time(sink_));
}

// Where time jumps or has run away, it goes on from the picture before, or from now: what follows is shown at its own
// speed again. After a jump that somebody asked for, reading and decoding up to there has taken its time.
void TimeLine::keep(GstPad* pad, const GstBuffer& buffer) {
  const GstClockTime pts = GST_BUFFER_PTS(&buffer);
  if (live_ || !GST_CLOCK_TIME_IS_VALID(pts) || !GST_CLOCK_TIME_IS_VALID(end_) || segment_.format != GST_FORMAT_TIME)
    return;
  const bool held = held_;
  const GstClockTimeDiff now = running_now();
  if (begins_ == Begins::kJump) {
    last_pts_ = pts;
    standing_ = 0;
    return go_on(pad, pts, held ? end_ : std::max(end_, static_cast<GstClockTime>(std::max<GstClockTimeDiff>(now, 0))));
  }
  guint64 length = 0;
  const int sign = gst_segment_to_running_time_full(&segment_, GST_FORMAT_TIME, pts, &length);
  if (sign == 0) return;
  const auto begin = sign * static_cast<GstClockTimeDiff>(length);
  const auto gap = begin - static_cast<GstClockTimeDiff>(end_);
  standing_ = pts <= last_pts_ ? standing_ + 1 : 0;
  last_pts_ = pts;
  if (gap > rules_.longest_gap() || gap < -kLongestStepBack || standing_ > kMostAtOnce)
    go_on(pad, pts, end_);
  else if (!held && now - begin > std::chrono::nanoseconds(kLatest).count())
    go_on(pad, pts, static_cast<GstClockTime>(now));
}

// From this picture on, at this running time.
void TimeLine::go_on(GstPad* pad, GstClockTime pts, GstClockTime at) {
  if (const auto time = gst_segment_to_stream_time(&segment_, GST_FORMAT_TIME, pts); GST_CLOCK_TIME_IS_VALID(time))
    segment_.time = time;
  segment_.start = segment_.position = pts;
  segment_.stop = GST_CLOCK_TIME_NONE;
  segment_.base = at;
  segment_.offset = 0;
  going_on_ = true;
  gst_pad_send_event(pad, gst_event_new_segment(&segment_));
  going_on_ = false;
}

std::optional<TimePoint> TimeLine::due(const GstBuffer& buffer) const {
  const GstClockTime at = gst_segment_to_running_time(&segment_, GST_FORMAT_TIME, GST_BUFFER_PTS(&buffer));
  if (live_ || segment_.format != GST_FORMAT_TIME || !GST_CLOCK_TIME_IS_VALID(at)) return std::nullopt;
  return TimePoint(std::chrono::nanoseconds(gst_element_get_base_time(sink_) + at));
}

GstClockTime TimeLine::duration(const GstBuffer& buffer) const {
  return GST_BUFFER_DURATION_IS_VALID(&buffer) ? GST_BUFFER_DURATION(&buffer) : rules_.usual_duration();
}

TimeLine::Shown TimeLine::show(const GstBuffer& buffer) {
  Shown out{.captured_at = captured(buffer),
            .place = place(buffer),
            .length = std::chrono::nanoseconds(duration(buffer)),
            .begins = told_ ? Begins::kNothing : begins_};
  begins_ = Begins::kNothing;
  told_ = false;
  return out;
}

TimeLine::Shown TimeLine::show_still(const GstBuffer& buffer) {
  const Begins begins = std::exchange(told_, true) ? Begins::kNothing : begins_;
  return {.captured_at = Clock::now(),
          .place = place(buffer),
          .length = std::chrono::nanoseconds(duration(buffer)),
          .begins = begins};
}

TimePoint TimeLine::captured(const GstBuffer& buffer) {
  const GstClockTime pts = GST_BUFFER_PTS(&buffer);
  if (live_ || !GST_CLOCK_TIME_IS_VALID(pts) || segment_.format != GST_FORMAT_TIME) return Clock::now();
  const GstClockTime begin = gst_segment_to_running_time(&segment_, GST_FORMAT_TIME, pts);
  if (!GST_CLOCK_TIME_IS_VALID(begin)) return Clock::now();
  if (begins_ == Begins::kLap || !GST_CLOCK_TIME_IS_VALID(end_)) lap_lead_ = begin - segment_.base;
  end_ = begin + duration(buffer);
  if (!rules_.paced) {
    const auto media_time = gst_segment_to_stream_time(&segment_, GST_FORMAT_TIME, pts);
    return kUnpacedEpoch + std::chrono::nanoseconds(media_time);
  }
  return TimePoint(std::chrono::nanoseconds(gst_element_get_base_time(sink_) + begin));
}

// As SoundPad reckons it.
std::optional<MediaTime> TimeLine::place(const GstBuffer& buffer) const {
  const GstClockTime pts = GST_BUFFER_PTS(&buffer);
  if (!GST_CLOCK_TIME_IS_VALID(pts) || segment_.format != GST_FORMAT_TIME) return std::nullopt;
  const GstClockTime time = live_ ? gst_segment_to_running_time(&segment_, GST_FORMAT_TIME, pts)
                                  : gst_segment_to_stream_time(&segment_, GST_FORMAT_TIME, pts);
  if (!GST_CLOCK_TIME_IS_VALID(time)) return std::nullopt;
  return MediaTime{laps_begun_, std::chrono::nanoseconds(time)};
}

}  // namespace np
