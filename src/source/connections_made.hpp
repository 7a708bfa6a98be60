// Which connections GStreamer has made for a run, to have them reset instead of closed. A peer that could not reach us
// for a while waits longer and longer before it tries again, and some that show their pictures to several viewers keep
// all of them waiting until then; a reset reaches it at once. rtspsrc hands its connections to nobody, but GIO tells of
// each.
#pragma once

#include <cstdint>

namespace np {

class ConnectionsMade {
 public:
  // From now on; any thread, as the rest.
  ConnectionsMade();
  // Until now.
  void stop();
  // Those of them that are still there are reset when they are closed. Other runs' of the same moment may be among
  // them, which does them no harm: they notice only when they are closed themselves.
  void reset_on_close() const;

 private:
  std::uint64_t from_;
  std::uint64_t to_;
};

}  // namespace np
