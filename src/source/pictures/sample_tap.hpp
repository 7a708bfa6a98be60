// Turns a source's pictures into frames for the engine and JPEG pictures for people, only as demanded, on a thread of
// its own, passes its coded pictures on as they are, and encodes lighter ones. A slow encoder never delays the source:
// the oldest picture that waits is dropped and counted. A jump drops all that wait.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "base/worker_thread.hpp"
#include "source/pictures/sample.hpp"
#include "source/source.hpp"
#include "video/frame.hpp"

namespace np {

class LighterVideo;
class PictureMaker;

class SampleTap {
 public:
  SampleTap(const SourceOptions& options, FrameSink& sink);
  ~SampleTap();

  // The source's thread. Blocks only in an unpaced run, until there is room.
  void push(Sample sample);
  // Any thread; never block.
  void set_demand(Demand demand);
  void set_frame_rate(double capture_fps);
  Source::Pulse pulse() const;
  // As Source's.
  bool has_video(VideoForm form) const;
  // Any thread; never blocks. `done` is called once, when all that was pushed has been delivered: in this call or on
  // another thread. It is dropped where close() comes before that.
  void finish(Task done);
  // Any thread but the sink's. A push() that waits returns; when this returns the sink is not used any more.
  void close();

 private:
  void take_pulse(Sample& sample, std::size_t print);
  Duration usual_interval() const;
  void leave_place();
  void queue_frame(Sample sample);
  void queue_picture(Sample sample);
  void queue_lighter(Sample sample);
  void let_wait(std::deque<Sample>& waiting, Sample sample, std::size_t most, metrics::Counter& left_out);
  void make_lighter(const Sample& sample, bool anew, const ByForm<bool>& wanted);
  void keep_video(Sample& sample);
  void count_loss(metrics::Counter& counter);
  void ask_for_turn();
  void make_next();
  bool idle() const {
    return frames_.empty() && pictures_.empty() && lighter_.empty() && videos_.empty() && !jump_untold_ && !making_;
  }

  const bool paced_;
  const FrameLimit frame_limit_;
  const int jpeg_quality_;
  FrameSink& sink_;
  metrics::Counter& frames_dropped_;
  metrics::Counter& pictures_dropped_;
  // The worker's own.
  std::unique_ptr<PictureMaker> maker_;
  ByForm<std::unique_ptr<LighterVideo>> lighter_makers_;

  mutable std::mutex mutex_;
  std::condition_variable progress_;
  bool making_ = false;
  bool closed_ = false;
  Task finished_;
  Demand demand_;
  Duration frame_interval_;
  std::optional<TimePoint> next_frame_at_;
  bool break_pending_;
  bool jump_untold_ = false;  // to the sink
  Sample newest_;
  Source::Pulse pulse_;
  std::array<Duration, 8> intervals_{};  // the last ones, from picture to picture
  std::size_t fingerprint_ = 0;          // of the newest
  std::deque<Sample> frames_;
  std::deque<Sample> pictures_;
  std::deque<Sample> lighter_;    // to be encoded
  bool lighter_anew_ = false;     // the next one of these is of another place
  ByForm<bool> lighter_renewed_;  // another audience has come since the worker looked
  bool lighter_fails_ = false;    // for good
  std::deque<H264PicturePtr> videos_;
  // The pictures since the last key picture, at which a new viewer has to begin. Empty if that is too much.
  std::deque<H264PicturePtr> group_;
  std::size_t group_bytes_ = 0;
  bool passing_on_ = false;  // from a key picture on
  TimePoint video_at_{};     // of the newest, as it was captured
  std::uint64_t lost_ = 0;
  TimePoint loss_logged_at_;

  // Since the first picture that is wanted, as a source that only knocks needs none. Last: its thread uses all of the
  // above.
  std::optional<WorkerThread> worker_;
};

}  // namespace np
