// A source that could not even be made: it ends as soon as it is started, and says why.
#pragma once

#include <utility>

#include "source/source.hpp"

namespace np {

class FailedSource final : public Source {
 public:
  FailedSource(Loop& loop, Error why) : loop_(loop), why_(std::move(why)) {}

  void start(Listener listener) override {
    loop_.post(life_.guard([listener = std::move(listener), why = why_] { listener.on_ended(why); }));
  }
  void set_demand(Demand) override {}
  void set_frame_rate(double) override {}
  Pulse pulse() const override { return {}; }

 private:
  Loop& loop_;
  const Error why_;
  Lifetime life_;
};

}  // namespace np
