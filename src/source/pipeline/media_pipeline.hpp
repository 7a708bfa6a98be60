// One GStreamer pipeline: from a URI to pictures at their time, and to the coded sound beside them. It is built,
// played, perhaps sent back to its beginning over and over, and gone; what happens to it is told by messages.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "source/pictures/key_pictures.hpp"
#include "source/pictures/sample.hpp"
#include "source/pipeline/pipeline_news.hpp"
#include "source/pipeline/sound_pad.hpp"
#include "source/source.hpp"

namespace np {

namespace rtmp {
class Stream;
}
class ArrivingFile;
class HlsReader;
struct HlsClock;

class MediaPipeline {
 public:
  struct Options {
    SourceSpec spec;
    std::shared_ptr<ArrivingFile> arriving = nullptr;   // as VideoInput's
    std::string address;                                // the same
    HlsReader* playlist = nullptr;                      // the same
    std::shared_ptr<rtmp::Stream> published = nullptr;  // the same
    KeyPictures* keys = nullptr;                        // the same
    bool over_tcp = true;                               // RTSP's media
    bool sound = true;                                  // as VideoInput's
    bool paced = true;                                  // else what there is of an arriving file is all of it
    bool loop = true;
    double fallback_fps = 10;
  };
  using OnSample = std::function<void(Sample)>;

  // Both are called on streaming threads. Throws Error where GStreamer lacks what everything needs.
  MediaPipeline(const Options& options, PipelineNews& news, OnSample on_sample, SoundPad::OnPiece on_sound);
  // Waits until no thread of the pipeline is left: never on one of them.
  ~MediaPipeline();
  MediaPipeline(const MediaPipeline&) = delete;
  MediaPipeline& operator=(const MediaPipeline&) = delete;

  // Starts reading, up to the first picture (kPrerolled), or, for a live source, for good: then it returns true.
  bool open();
  // The first picture is due at once, or at `not_before` if that is later.
  void play(TimePoint not_before);
  // Back to the beginning, or `to` some place; false where this cannot be done. `flush`: drops what is under way
  // (kPrerolled follows).
  bool rewind(bool flush, Duration to = {});
  // Flushes and goes to that place exactly: the next picture is marked as a jump (kPrerolled follows, too). False where
  // this cannot be done.
  bool jump(Duration to);
  // Time stands with the picture that is shown now, until go_on(); in between, the first picture of a place that it is
  // sent to is delivered. Not of live sources.
  void hold();
  void go_on();
  // Any thread. False: at its end nothing follows, even where a lap was asked for already.
  void set_looping(bool looping);
  // Any thread: how often what was read has been dropped; news of laps from before a flush are of no use.
  unsigned flushes() const;
  // Once it plays: jump() can be done. Its beginning alone may be within reach of rewind().
  bool can_jump() const;
  // Any thread. Everything read so far has been shown, for its whole time.
  bool is_shown() const;
  // Any thread: of the newest picture, where the video can be sent back to it; else zero.
  Duration position() const;
  // Any thread: as VideoInput's.
  std::optional<HlsClock> clock() const;
  std::uint64_t piece() const;
  // What is known once kOpened has come; kind is left to the caller.
  SourceInfo info() const;
  // Zero: it has no end, or does not tell. Blocks for the elements that are asked.
  Duration length() const;
  // RTSP: the sender was asked for sound.
  bool sound_offered() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
