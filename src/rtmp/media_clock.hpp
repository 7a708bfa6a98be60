// Turns the times of a publisher's messages into one time that goes on: they begin anywhere, start anew after 49 days,
// and jump where a sender begins another clip. Video and sound share one. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace np::rtmp {

class MediaClock {
 public:
  // Further than this from the message before is no time that has passed; back, it is more than sound beside pictures.
  static constexpr std::int64_t kFurthest = 10'000, kFurthestBack = 2'000;  // ms

  // Never negative. The first one is zero; what jumps goes on where the newest was.
  Duration at(std::uint32_t time);

 private:
  std::optional<std::uint32_t> last_;
  std::int64_t now_ = 0;  // of `last_`, in ms
  std::int64_t newest_ = 0;
};

}  // namespace np::rtmp
