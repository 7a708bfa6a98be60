// How far behind live the picture is shown, so that it meets the words made from it, and where in the past it therefore
// stands. The delay is the latency of the first line (end of its cycle minus capture of its newest frame) as it was
// measured, and an exponential moving average of the lines after it; the same again where the latency is expected to be
// another one. The picture approaches the delay as every viewer's does (Playhead). Plain value; times are given, none
// is read.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "video/playhead.hpp"

namespace np {

class SyncDelay {
 public:
  // Sound older than this is not kept (SourceSound), so a longer delay could not be heard.
  static constexpr Duration kMax = std::chrono::seconds(14);

  // `init`: before the first line; nullopt: what guess() says, zero until then. Zero means: always live.
  SyncDelay(std::optional<Duration> init, double alpha)
      : live_(init == Duration::zero()),
        alpha_(alpha),
        fresh_(!init),
        delay_(std::min(init.value_or(Duration::zero()), kMax)) {}

  // Whether anybody comments: without words there is no delay.
  void set_active(TimePoint now, bool active) {
    change(now, [&] { active_ = active; });
  }
  // The latency of a line.
  void observe(TimePoint now, Duration latency) {
    change(now, [&] {
      const double alpha = std::exchange(fresh_, false) ? 1 : alpha_;
      delay_ = std::clamp(from_seconds(alpha * to_seconds(latency) + (1 - alpha) * to_seconds(delay_)),
                          Duration::zero(), kMax);
    });
  }
  // The latency that a first line is likely to have.
  void guess(TimePoint now, Duration latency) {
    if (fresh_) change(now, [&] { delay_ = std::clamp(latency, Duration::zero(), kMax); });
  }
  // Other settings, another engine: the next line is a first one.
  void begin_anew() { fresh_ = true; }
  // While somebody comments the delay is never shorter than that, whatever the user wants; zero: as it comes.
  void set_least(TimePoint now, Duration least) {
    if (least == least_) return;
    change(now, [&] { least_ = std::min(least, kMax); });
    begin_anew();
  }

  Duration value() const { return !active_ ? Duration::zero() : std::max(live_ ? Duration::zero() : delay_, least_); }
  // The moment that the picture shows now.
  TimePoint position(TimePoint now) { return advance(now); }
  // How long until the picture shows what was captured then, at the earliest; zero: it does.
  Duration until_shown(TimePoint now, TimePoint captured_at) {
    const Duration left = captured_at - advance(now);
    return left <= Duration::zero() ? Duration::zero() : from_seconds(to_seconds(left) / Playhead::kFastest) + kLeast;
  }

 private:
  static constexpr Duration kLeast = std::chrono::milliseconds(1);

  // The way so far was by the old delay.
  void change(TimePoint now, auto what) {
    advance(now);
    what();
  }
  TimePoint advance(TimePoint now) { return playhead_.advance(now, value(), TimePoint::min(), now); }

  bool live_;
  double alpha_;
  bool fresh_;
  bool active_ = false;
  Duration delay_;
  Duration least_{};
  Playhead playhead_;
};

}  // namespace np
