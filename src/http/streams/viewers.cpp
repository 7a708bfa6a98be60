#include "http/streams/viewers.hpp"

#include <algorithm>
#include <utility>

namespace np::http {
namespace {

// The next picture tells sooner.
constexpr Duration kLookAgain = std::chrono::milliseconds(100);

}  // namespace

Viewers::Seat::Seat(Viewers& viewers, std::string name, TimePoint now)
    : viewers_(viewers), name_(std::move(name)), came_(now) {
  if (!name_.empty()) viewers_.seats_[name_] = this;
}

Viewers::Seat::~Seat() {
  const auto seat = viewers_.seats_.find(name_);
  if (seat != viewers_.seats_.end() && seat->second == this) viewers_.seats_.erase(seat);
}

void Viewers::Seat::showed(TimePoint captured_at, TimePoint now) {
  // If a page has two streams for a moment, the one that still shows something counts.
  if (!name_.empty()) viewers_.seats_[name_] = this;
  captured_at_ = captured_at;
  showed_at_ = now;
  has_all_since_.reset();
  if (const auto listener = viewers_.listeners_.find(name_); listener != viewers_.listeners_.end())
    listener->second.on_picture();
}

void Viewers::Seat::has_all(TimePoint now) {
  if (!has_all_since_) has_all_since_ = now;
}

void Viewers::saw(const std::string& name, double captured_at, TimePoint now) {
  const auto found = seats_.find(name);
  if (found == seats_.end()) return;
  const double ago = std::clamp(unix_seconds(now) - captured_at, 0.0, to_seconds(kMost));
  Seat& seat = *found->second;
  seat.told_at_ = now;
  // Seconds since the epoch would be too large a number to be exact.
  const TimePoint at = std::min(now - from_seconds(ago) + std::chrono::milliseconds(1), now);
  if (!seat.captured_at_ || at > *seat.captured_at_ + std::chrono::milliseconds(1)) seat.showed(at, now);
}

std::optional<Duration> Viewers::until_shown(const std::string& name, TimePoint captured_at, TimePoint now) const {
  const auto found = seats_.find(name);
  if (found == seats_.end()) return std::nullopt;
  const Seat& seat = *found->second;
  if (!seat.captured_at_) return now - seat.came_ < kFirst ? std::optional(kLookAgain) : std::nullopt;
  if (*seat.captured_at_ >= captured_at || now - captured_at > kMost) return Duration::zero();
  if (seat.has_all_since_) return std::max(*seat.has_all_since_ + kGrace - now, Duration::zero());
  return kLookAgain;
}

std::optional<TimePoint> Viewers::shown(const std::string& name) const {
  const auto found = seats_.find(name);
  return found == seats_.end() ? std::nullopt : found->second->captured_at_;
}

std::optional<TimePoint> Viewers::playing(const std::string& name, TimePoint now) const {
  const auto found = seats_.find(name);
  if (found == seats_.end()) return std::nullopt;
  const Seat& seat = *found->second;
  if (!seat.captured_at_ || now - seat.showed_at_ > kSteady) return std::nullopt;
  return *seat.captured_at_ + (now - seat.showed_at_);
}

void Viewers::listen(const std::string& name, const void* owner, std::function<void()> on_picture) {
  listeners_[name] = {owner, std::move(on_picture)};
}

void Viewers::end_listening(const std::string& name, const void* owner) {
  const auto found = listeners_.find(name);
  if (found != listeners_.end() && found->second.owner == owner) listeners_.erase(found);
}

}  // namespace np::http
