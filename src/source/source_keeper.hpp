// Keeps one source going: opens it, watches its pulse and has it searched for while it is away. SourceSupervisor owns
// one for the source that has the place and one for a source that may take it. Loop thread only; never blocks.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "base/loop.hpp"
#include "source/source.hpp"
#include "source/source_search.hpp"

namespace np {

// Connecting: the first opening. Live: pictures come. Stalled: open, but no new picture came for max(stall_timeout, 3
// picture intervals); it tries another connection meanwhile. Waiting: broken or missing, and tried again. Ended: it
// came to its end; if it has a playback(), its last picture stands and you may play it again. Stopped: nothing runs.
enum class SourceState { kStopped, kConnecting, kLive, kStalled, kWaiting, kEnded };
const char* to_string(SourceState state);  // "stopped", "connecting", ...

struct SourceSnapshot {
  std::uint64_t number = 0;  // which source since the program started; a restart keeps it
  std::string name;          // as typed, without credentials; empty: none
  SourceState state = SourceState::kStopped;
  std::string reason;                   // one sentence; empty while all is well
  TimePoint since;                      // in this state
  std::optional<Duration> next_try;     // waiting: until the source is opened again, whatever it takes
  std::optional<Duration> gone;         // live again after an interruption: how long no picture came
  SourceInfo info;                      // of the last opening that succeeded
  std::optional<Duration> picture_age;  // since the newest picture came, wanted or not
  double pictures_per_s = 0;            // over the last second or so
  std::uint64_t restarts = 0;           // that succeeded, since the source was started
};

class SourceKeeper {
 public:
  using Done = std::function<void(std::expected<void, Error>)>;
  struct Owner {
    // A source that is not started yet and delivers nothing until it is asked to; null as in SourceSearch::Owner.
    std::function<SourceRunPtr(const SourceSpec&, Duration answer_timeout, bool after_break, Duration begin_at)> make;
    // Destroys a run in the background if that may take a while; it is closed already. `gone` comes on the loop
    // afterwards.
    std::function<void(SourceRunPtr, Task gone)> dispose;
    // Once, before begin()'s `done` hears of success: the source is there, or is waited for. Nothing has been
    // delivered.
    std::function<void(SourceKeeper&)> settled;
    // Its first picture or one after a break is there: tell the source what is wanted.
    std::function<void(Source&)> live;
    // The snapshot has changed.
    std::function<void(SourceKeeper&)> changed;
    // playback() has.
    std::function<void(SourceKeeper&)> played;
  };

  // `restarts` counts the sources that came back.
  SourceKeeper(Loop& loop, const Recovery& recovery, SourceSpec spec, metrics::Counter& restarts, Owner owner);
  ~SourceKeeper();

  // Once. `done` as in SourceSupervisor::start.
  void begin(bool wait, Done done);
  // Answers `done` together with begin()'s, or with success at once if that one is answered already. True: it is not.
  void join(bool wait, Done done);
  // At once, nothing is delivered any more. A begin() under way is answered with `why`.
  void stop(const Error& why);
  bool try_now();
  // What it is called from now on. Reasons of a run that is open already have the name before.
  void call(const std::string& shown);
  // Holds from the first picture on, until play() says otherwise.
  void begin_with(const PlaybackWish& wish) { wished_ = wish; }
  // See SourceSupervisor. Wishes survive interruptions.
  std::expected<void, Error> play(const PlaybackWish& wish);
  std::optional<Playback> playback() const;

  // Started and not stopped: live, or on the way to it.
  bool active() const { return now_.state != SourceState::kStopped && now_.state != SourceState::kEnded; }
  const SourceSpec& spec() const { return spec_; }
  const SourceInfo& info() const { return now_.info; }
  // The one that delivers; null while there is none.
  Source* source() const { return run_ ? run_->source.get() : nullptr; }
  SourceSnapshot snapshot() const;

 private:
  void enter(SourceState state, std::string reason);
  void answer(std::expected<void, Error> result);
  void settle();
  void answered();
  void waits(const std::string& why);
  void sender_left(const std::string& why);
  void found(SourceRunPtr run, const SourceInfo& info);
  void missed(const Error& error);
  void broke(const Error& error);
  void listen_again(const Error& error);
  void take(SourceRunPtr run, const SourceInfo& info);
  void hold(SourceRunPtr run, const SourceInfo& info);
  void drop_candidate();
  bool pace_is_known() const;
  void go_live();
  void follow_playback();
  void close_run(Task gone = {});
  void remember_last_picture();
  void look_after(Duration delay);
  void count_restart();
  std::optional<Duration> look_at_pulse();

  Loop& loop_;
  const Recovery recovery_;
  SourceSpec spec_;
  metrics::Counter& restarts_;
  const Owner owner_;
  SourceSnapshot now_;    // number, next_try and picture_age are filled in when asked for
  Done done_;             // of a begin() under way
  bool patient_ = false;  // of the first opening
  bool was_live_ = false;
  TimePoint last_picture_;  // before the interruption
  Duration pace_{};         // from picture to picture, learned over connections; zero: not known
  Duration position_{};     // in the video, at the interruption
  PlaybackWish wished_;     // of what holds for good
  SourceRunPtr run_;
  std::optional<std::uint64_t> left_at_;  // of run_, which listens on: its pictures when the last sender had gone
  SourceRunPtr candidate_;                // opened beside a run of unknown pace, which may just be slow
  SourceInfo candidate_info_;
  TimePoint run_since_;
  Source::Pulse looked_at_;
  TimePoint looked_at_time_;
  Timer look_;
  Timer giving_up_;
  SourceSearch search_;
  Lifetime life_;
};

}  // namespace np
