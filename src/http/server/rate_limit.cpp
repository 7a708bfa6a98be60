#include "http/server/rate_limit.hpp"

#include <algorithm>

namespace np::http {

std::optional<Duration> RateLimit::take(const std::string& client, TimePoint now) {
  std::erase_if(each_full_at_, [now](const auto& entry) { return entry.second <= now; });
  const auto known = each_full_at_.find(client);
  const TimePoint all = std::max(all_full_at_, now) + step_of_all_;
  const TimePoint each = (known == each_full_at_.end() ? now : known->second) + step_of_each_;
  if (const Duration wait = std::max(all, each) - now - kMinute; wait > Duration::zero()) return wait;
  all_full_at_ = all;
  each_full_at_[client] = each;
  return std::nullopt;
}

}  // namespace np::http
