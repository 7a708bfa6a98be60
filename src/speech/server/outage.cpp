#include "speech/server/outage.hpp"

#include <algorithm>
#include <utility>

namespace np {
namespace {

using std::chrono::seconds;

constexpr auto kFirstPause = seconds(1);
constexpr auto kLongestPause = seconds(30);

}  // namespace

void Outage::failed(std::string why, Duration wait) {
  why_ = std::move(why);
  // Sessions that fail together are one failure.
  if (!left_alone()) pause_ = std::clamp<Duration>(pause_ * 2, kFirstPause, kLongestPause);
  try_again_at_ = std::max(try_again_at_, loop_.now() + std::max(pause_, wait));
}

void Outage::over() {
  why_.clear();
  pause_ = Duration::zero();
  try_again_at_ = {};
}

}  // namespace np
