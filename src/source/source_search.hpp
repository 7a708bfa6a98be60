// Looks for a missing source. It opens it again and again at growing intervals. While there is no answer, it also
// knocks twice a second, so that it finds a returning source at once, however long that was away. A knock is an opening
// that gives up if the first answer takes longer than a second; an answered knock continues as the connection. Loop
// thread only; never blocks.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <random>

#include "base/jitter.hpp"
#include "base/loop.hpp"
#include "source/source_run.hpp"

namespace np {

// How a source that broke comes back: after `delay`, doubled at each failure up to `max_delay`.
struct Recovery {
  Duration delay = std::chrono::seconds(1);
  Duration max_delay = std::chrono::seconds(30);
  Duration stall_timeout = std::chrono::milliseconds(2500);
};

class SourceSearch {
 public:
  enum class Begin {
    kOpening,   // the first time: open it at once
    kKnocking,  // it was there just now: knock at once, open later
    kLater,     // it is there and no good: open it later
  };
  struct Owner {
    // A source that is not started yet; zero: it has all the time that it needs to answer. Null where too many that
    // were closed are still there.
    std::function<SourceRunPtr(Duration answer_timeout)> make;
    // Destroys a run in the background if that may take a while; it is closed already.
    std::function<void(SourceRunPtr)> dispose;
    // Somebody is there; a picture may follow.
    std::function<void()> answered;
    // It listens: whether and when somebody sends is up to others. `why` as Source::Listener's.
    std::function<void(const std::string& why)> waits;
    // It has a picture. The search is over.
    std::function<void(SourceRunPtr, const SourceInfo&)> found;
    // It has none still. The search goes on, unless it is ended in this call.
    std::function<void(const Error&)> missed;
  };

  // `listens`: the source waits for its sender itself. It is opened at once and nobody knocks, as only one can listen.
  SourceSearch(Loop& loop, const Recovery& recovery, bool listens, Owner owner);
  ~SourceSearch() { end(); }

  // Nothing changes if one is under way.
  void begin(Begin how);
  void end();
  bool active() const { return active_; }
  // Opens it now, whatever the delay.
  void try_now();
  // The obstacle to the sender is gone. An answered opening without data may be one that never gets any, so it starts
  // again.
  void begin_anew();
  // Until it is opened; nothing while it is being opened.
  std::optional<Duration> next_try() const;
  // The source has done well for a while: the next search begins with the short delay.
  void trust() { delay_ = recovery_.delay; }

 private:
  static constexpr Duration kKnockEvery = std::chrono::milliseconds(500);
  static constexpr Duration kKnockLimit = std::chrono::seconds(1);
  // Each part of an opening has a limit of its own; this one is for what should not be.
  static constexpr Duration kOpeningLimit = std::chrono::seconds(60);
  static constexpr double kJitter = 0.1;

  void listen(SourceRun& run);
  void open();
  void open_later();
  void knock();
  void stop_knocking();
  void adopt(SourceRunPtr run, bool answered);
  void limit_opening();
  void answered(SourceRun* run);
  void waits(const std::string& why);
  void opened(SourceRun* run, const SourceInfo& info);
  void failed(SourceRun* run, const Error& error);
  void close(SourceRunPtr& run);

  Loop& loop_;
  const Recovery recovery_;
  const bool listens_;
  const Owner owner_;
  bool active_ = false;
  bool silent_ = false;  // nobody answers
  Duration delay_;
  std::optional<TimePoint> retry_at_;
  Timer retry_;
  Timer next_knock_;
  SourceRunPtr opening_;
  std::array<SourceRunPtr, 2> knocking_;
  bool opening_answered_ = false;
  bool opening_flows_ = false;
  Timer opening_limit_;
  Jitter jitter_{kJitter};
};

}  // namespace np
