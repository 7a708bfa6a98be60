// The one place that runs a source, brings it back when it breaks and lets another take its place. Loop thread only;
// never blocks.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "source/source.hpp"
#include "source/source_keeper.hpp"

namespace np {

class SourceSupervisor {
 public:
  using Done = SourceKeeper::Done;
  using Make = std::function<std::unique_ptr<Source>(Loop&, const SourceSpec&, const SourceOptions&, FrameSink&)>;
  using Parse = std::function<SourceSpec(const std::string&)>;

  // Frames and pictures go to `sink`, on any thread. `on_change` is called on the loop at every change of the
  // snapshot's state, never inside a call of start(), replace() or stop(). `on_new_source` is called on the loop each
  // time a source takes the place (its number is new), inside start() or later: the source before delivers nothing any
  // more, the new one nothing yet. It may ask for the snapshot and call nothing else of this class. `on_playback` is
  // called on the loop when playback() has changed by more than a picture, also inside play(). `parse` sorts what is to
  // be opened, and says how it is called.
  SourceSupervisor(Loop& loop, FrameSink& sink, SourceOptions options, Recovery recovery,
                   std::function<void()> on_change, std::function<void()> on_new_source, Make make = make_source,
                   std::function<void()> on_playback = {}, Parse parse = parse_source);
  // Stops; waits until every pipeline is closed. Nothing is delivered afterwards.
  ~SourceSupervisor();

  // `done` once, on the loop: the first picture is there, or why none has come. Then the state is kStopped again, with
  // the reason, or with `wait` kWaiting: it is tried again until it comes. Errors: kConflict while a source runs or is
  // being opened.
  void start(const std::string& source, bool wait, Done done);
  // If nothing runs, it acts like start(). Otherwise it opens the source beside the running one, which delivers until
  // the first picture of the new one is there and takes its place. If none comes, nothing has changed and `done` gets
  // the reason; with `wait`, the source takes the place all the same and is waited for. For the source that runs
  // already: success (an awaited source is tried at once; one that is being opened answers both calls). Errors:
  // kConflict if another replace() or a stop() comes before the first picture.
  void replace(const std::string& source, bool wait, Done done);
  // If nothing runs: names the source that would be there, and why it is not opened.
  void leave(const std::string& source, std::string why);
  // The source may be called otherwise now: `parse` is asked again.
  void call_anew();
  // Opens a source that is waited for at once. False where none is.
  bool try_now();
  // At once, nothing reaches the sink any more; pipelines are closed in the background. A start() or replace() under
  // way is answered with an error (kConflict).
  void stop();
  // Pauses the file that has the place, sends it somewhere else, lets it end: done soon, and the last wish counts; what
  // is no place stays as it is when the file breaks and comes back. Errors, kConflict: there is no file, it is not open
  // yet, it cannot be sent there.
  std::expected<void, Error> play(const PlaybackWish& wish);
  // Whether a later file starts again at its end, until play() says otherwise.
  void set_looping(bool looping);
  // Kept over restarts, also for sources yet to come.
  void set_demand(Demand demand);
  void set_frame_rate(double capture_fps);
  // From the next opening on.
  void set_frame_limit(FrameLimit limit);

  // The source that has the place is live, or on the way to it.
  bool running() const;
  SourceSnapshot snapshot() const;
  // Nothing while no file has the place, or it is away or not open yet.
  std::optional<Playback> playback() const;
  // As Source's; also while no source delivers.
  bool has_video(VideoForm form) const;
  // Of the last opening that succeeded, as the source says; 0: unknown.
  double picture_rate() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
