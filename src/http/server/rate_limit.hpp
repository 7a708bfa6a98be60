// Limits how often something is done, by all clients together and by each one. A minute's worth is available at once;
// after that, it grows back evenly.
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

  // Takes one. If none is left, it takes nothing and returns how long to wait.
  std::optional<Duration> take(const std::string& client, TimePoint now);

  // Remembered clients: those who took something in the last minute, at most twice PerMinute::all.
  std::size_t clients() const { return each_full_at_.size(); }

 private:
  static constexpr Duration kMinute = std::chrono::minutes(1);

  Duration step_of_all_;
  Duration step_of_each_;
  // When it will be full again.
  TimePoint all_full_at_;
  std::map<std::string, TimePoint> each_full_at_;
};

}  // namespace np::http
