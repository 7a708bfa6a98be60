// How often something may be had: by all together, and by each client. A minute's worth may be taken at once; then as
// much as has grown again.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace np::http {

class RateLimit {
 public:
  struct PerMinute {
    int all = 1;
    int each = 1;
  };

  explicit RateLimit(PerMinute limits) : step_of_all_(kMinute / limits.all), step_of_each_(kMinute / limits.each) {}

  // Takes one. Where that is too much nothing is taken: how long until it is not.
  std::optional<Duration> take(const std::string& client, TimePoint now);

  // That are remembered: those who took something in the last minute, at most twice PerMinute::all.
  std::size_t clients() const { return each_full_at_.size(); }

 private:
  static constexpr Duration kMinute = std::chrono::minutes(1);

  Duration step_of_all_;
  Duration step_of_each_;
  // When nothing would be missing any more.
  TimePoint all_full_at_;
  std::map<std::string, TimePoint> each_full_at_;
};

}  // namespace np::http
