#include "audio/sound_follower.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace np {
namespace {

constexpr auto kBlockTime = AudioStream::kBlock;
// If no sound has come for so long, there is none.
constexpr Duration kGone = std::chrono::milliseconds(500);
// Sound that is joined may be found this far around its place: half a period of a low voice.
constexpr Duration kSearch = std::chrono::milliseconds(10);
constexpr std::size_t kSearchStep = 4;  // samples
constexpr int kQuiet = 100;             // of 32767

bool quiet(const SoundFollower::Samples& samples) {
  return std::ranges::all_of(samples, [](std::int16_t sample) { return std::abs(sample) < kQuiet; });
}

// From `a` to `b`.
SoundFollower::Samples faded(const SoundFollower::Samples& a, const SoundFollower::Samples& b) {
  SoundFollower::Samples out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(out.size());
    out[i] = static_cast<std::int16_t>(static_cast<float>(a[i]) * (1 - share) + static_cast<float>(b[i]) * share);
  }
  return out;
}

}  // namespace

SoundFollower::Samples SoundFollower::next(TimePoint seen) {
  Samples out{};
  const auto wanted = goal(seen);
  if (!wanted) {
    stop(out);
    return out;
  }
  if (!head_) {
    if (wanted->at < stopped_at_) return out;
    sound_.read(wanted->at, out);
    out = faded({}, out);
    head_ = wanted->at;
  } else {
    const std::size_t found = sound_.read(*head_, out);
    const Duration error = abs(*head_ - wanted->at);
    if (error > wanted->tolerance || (error > kQuietTolerance && wanted->tolerance == kTolerance && quiet(out))) {
      const TimePoint at = joint(*head_, wanted->at);
      Samples other;
      sound_.read(at, other);
      out = faded(out, other);
      head_ = at;
    } else if (found < out.size() && *head_ + kBlockTime > sound_.kept()->end) {
      // The sound came too late, so it gets a larger reserve from now on.
      reserve_ = std::min(reserve_ + kBlockTime / 2, kMostReserve);
      stopped_at_ = *head_ + kBlockTime;
      head_.reset();
      behind_.reset();
      return out;
    }
  }
  behind_ = seen - *head_;
  *head_ += kBlockTime;
  return out;
}

// The position where it should be; nothing if there is no sound.
std::optional<SoundFollower::Goal> SoundFollower::goal(TimePoint seen) {
  const auto kept = sound_.kept();
  if (!kept || seen + kBlockTime < kept->begin || seen > kept->end + kGone) return std::nullopt;
  const TimePoint newest = kept->end - kBlockTime - reserve_;
  if (seen <= newest) {
    reserve_ = std::max(reserve_ - std::chrono::microseconds(10), kBlockTime);
    return Goal{seen, kTolerance};
  }
  return Goal{newest, 2 * kTolerance};
}

void SoundFollower::stop(Samples& out) {
  if (!head_) return;
  sound_.read(*head_, out);
  out = faded(out, {});
  stopped_at_ = *head_ + kBlockTime;
  head_.reset();
  behind_.reset();
}

// Around `to`, where it sounds most like what would follow at `from`.
TimePoint SoundFollower::joint(TimePoint from, TimePoint to) const {
  constexpr std::size_t kAround = 2 * (AudioStream::kBlockSamples * (kSearch / std::chrono::milliseconds(1)) / 20);
  Samples before;
  std::vector<std::int16_t> around(before.size() + kAround);
  sound_.read(from, before);
  sound_.read(to - kSearch, around);
  double best = 0;
  std::size_t best_at = kAround / 2;
  for (std::size_t at = 0; at < kAround; at += kSearchStep) {
    double product = 0, energy = 1;
    for (std::size_t i = 0; i < before.size(); i += kSearchStep) {
      product += static_cast<double>(before[i]) * around[at + i];
      energy += static_cast<double>(around[at + i]) * around[at + i];
    }
    const double likeness = product / std::sqrt(energy);
    if (likeness > best) {
      best = likeness;
      best_at = at;
    }
  }
  return to - kSearch + samples_to_duration(best_at);
}

}  // namespace np
