#include "audio/source_sound.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace np {
namespace {

constexpr std::int64_t kPerMs = kSampleRate / 1000;

std::int64_t sample_at(TimePoint t) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(t.time_since_epoch()).count() * kPerMs / 1'000'000;
}
TimePoint time_of(std::int64_t sample) {
  return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(sample * 1'000'000 / kPerMs)));
}
constexpr std::int64_t samples_in(Duration d) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(d).count() * kPerMs;
}

}  // namespace

SourceSound::SourceSound(std::function<void()> on_demand) : on_demand_(std::move(on_demand)) {}

void SourceSound::push(SoundPtr block) {
  if (!block || block->samples.empty()) return;
  {
    std::lock_guard lock(mutex_);
    std::int64_t first = sample_at(block->captured_at);
    const std::int64_t before = pieces_.empty() ? first - samples_in(kMaxAge) : pieces_.back().end;
    const bool joined = std::abs(first - before) <= samples_in(kTolerance);
    if (joined) first = before;
    while (!pieces_.empty() && pieces_.back().first >= first) pieces_.pop_back();
    if (!pieces_.empty()) pieces_.back().end = std::min(pieces_.back().end, first);
    const std::int64_t end = first + static_cast<std::int64_t>(block->samples.size());
    pieces_.push_back({first, end, joined, block});
    while (pieces_.size() > 1 && end - pieces_.front().end > samples_in(kMaxAge)) pieces_.pop_front();
  }
  std::lock_guard lock(listeners_mutex_);
  for (const Listener* listener : listeners_)
    if (listener->on_sound_) listener->on_sound_(block);
}

void SourceSound::clear() {
  std::lock_guard lock(mutex_);
  pieces_.clear();
}

std::optional<SourceSound::Span> SourceSound::kept() const {
  std::lock_guard lock(mutex_);
  if (pieces_.empty()) return std::nullopt;
  return Span{time_of(pieces_.front().first), time_of(pieces_.back().end)};
}

std::size_t SourceSound::read(TimePoint from, std::span<std::int16_t> into) const {
  std::ranges::fill(into, std::int16_t{0});
  const std::int64_t first = sample_at(from);
  const std::int64_t end = first + static_cast<std::int64_t>(into.size());
  std::size_t found = 0;
  std::lock_guard lock(mutex_);
  auto piece = std::ranges::upper_bound(pieces_, first, {}, &Piece::end);
  for (; piece != pieces_.end() && piece->first < end; ++piece) {
    const auto next = std::next(piece);
    const bool rises = !piece->joined;
    const bool falls = next == pieces_.end() || !next->joined;
    for (std::int64_t at = std::max(first, piece->first); at < std::min(end, piece->end); ++at, ++found) {
      float sample = piece->block->samples[static_cast<std::size_t>(at - piece->first)];
      constexpr auto kLong = static_cast<std::int64_t>(kEdge);
      if (rises && at - piece->first < kLong) sample *= static_cast<float>(at - piece->first) / kEdge;
      if (falls && piece->end - at <= kLong) sample *= static_cast<float>(piece->end - at - 1) / kEdge;
      into[static_cast<std::size_t>(at - first)] = static_cast<std::int16_t>(sample);
    }
  }
  return found;
}

bool SourceSound::followed() const {
  return std::ranges::any_of(listeners_, [](const Listener* listener) { return !listener->on_sound_; });
}

std::unique_ptr<SourceSound::Listener> SourceSound::listen(std::function<void(const SoundPtr&)> on_sound) {
  auto listener = std::unique_ptr<Listener>(new Listener(*this, std::move(on_sound)));
  if (listeners_.size() == 1 && on_demand_) on_demand_();
  return listener;
}

SourceSound::Listener::Listener(SourceSound& sound, std::function<void(const SoundPtr&)> on_sound)
    : sound_(sound), on_sound_(std::move(on_sound)) {
  std::lock_guard lock(sound_.listeners_mutex_);
  sound_.listeners_.push_back(this);
}

SourceSound::Listener::~Listener() {
  {
    std::lock_guard lock(sound_.listeners_mutex_);
    std::erase(sound_.listeners_, this);
  }
  if (sound_.listeners_.empty() && sound_.on_demand_) sound_.on_demand_();
}

}  // namespace np
