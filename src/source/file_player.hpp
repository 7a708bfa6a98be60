// Plays a file as people wish: lap after lap or once, paused, from another place on. Of many wishes that come while one
// is being fulfilled, the last counts. On the source's thread, except where said.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "source/pictures/sample.hpp"
#include "source/pipeline/media_pipeline.hpp"
#include "source/pipeline/pipeline_news.hpp"
#include "source/playback.hpp"

namespace np {

class FilePlayer {
 public:
  // A place that gives no picture within this time has none.
  static constexpr Duration kPatience = std::chrono::seconds(3);

  // `changed` is called on any thread of the source's where now() has changed by more than a picture. Both outlive
  // this.
  FilePlayer(PipelineNews& news, std::function<void()> changed);

  // Any thread; never block. Nothing where the source proved to be no file, and before its first picture.
  void wish(const PlaybackWish& wish);
  std::optional<Playback> now() const;
  // No picture is due: it is paused, or at its end.
  bool rests() const;

  // The pipeline belongs to this until leave().
  void enter(MediaPipeline& pipeline);
  void leave();
  // It plays. False, here and below: another pipeline is to take its place, and to begin at beginning().
  bool begin();
  // The position at which the next pipeline should begin; nothing: any. Call it once.
  std::optional<Duration> beginning();
  // Its first picture is there. `file`: it is one, whatever it tells of its length. `in_parts`: any part of it can be
  // had.
  void opened(bool file, bool in_parts);
  // kLength.
  void measure();
  // kWish.
  bool obey();
  // kPrerolled; and where patience() is over.
  bool settle();
  std::optional<TimePoint> patience() const;
  // The pipeline failed. True: on the way to a place, so another pipeline is to begin there. Demuxers may fail if a
  // jump comes while they begin.
  bool jump_anew();
  // kLapRead.
  bool lap_read();
  // kReadShown.
  void read_shown();
  // kLapShown, and kEnded of a file that was still being written: false where the next lap may begin.
  bool stops();
  // True if a jump came since the last lap, so that there may be no picture any more.
  bool take_jumped();

  // The thread that brings the pictures calls it for each one on its way out. Marks pictures that nobody expects at
  // their place.
  void pass(Sample& sample);

 private:
  bool jump(Duration to);
  void end();
  void learn_length();
  void set(auto change);

  PipelineNews& news_;
  const std::function<void()> changed_;

  MediaPipeline* pipeline_ = nullptr;
  bool playing_ = false;
  std::optional<TimePoint> jumping_until_;
  bool looping_ = true;  // as the pipeline was told
  bool read_ = false;    // to its end, and nothing was asked for since
  bool in_parts_ = false;
  bool grew_ = false;   // it did once, since it was opened first
  bool grows_ = false;  // its length, as it is read; what it is in truth is known at its end
  int unshown_ = 0;     // laps that were read and not shown to their end
  bool jumped_ = false;
  std::optional<Duration> beginning_;
  bool held_ = false;

  mutable std::mutex mutex_;  // guards what follows
  PlaybackWish wish_;
  bool wish_posted_ = false;
  bool known_ = false;
  Playback now_;
  std::optional<Duration> target_;  // of a wish that is not fulfilled yet
  Duration picture_length_{};
  unsigned passed_ = 0;  // pictures of the first lap
  bool another_pipeline_jumps_ = false;
};

}  // namespace np
