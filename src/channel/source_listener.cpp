#include "channel/source_listener.hpp"

#include <algorithm>
#include <utility>

namespace np {

SourceListener::SourceListener(Loop& loop, Show& show, bool ducked, Seen seen)
    : loop_(loop),
      show_(show),
      ducked_(ducked),
      seen_(std::move(seen)),
      follower_(*show.source_sound()),
      due_(loop.now()) {}

std::optional<SourceListener::Block> SourceListener::next() {
  const TimePoint now = loop_.now();
  if (now < due_) return std::nullopt;
  if (const auto late = (now - due_) / AudioStream::kBlock; late > static_cast<int>(AudioStream::kMaxQueuedBlocks)) {
    due_ += late * AudioStream::kBlock;
    block_ += static_cast<std::uint64_t>(late);
  }
  Block block;
  block.samples = take(due_);
  block.first_sample = block_++ * AudioStream::kBlockSamples;
  block.silent = std::ranges::all_of(block.samples, [](std::int16_t sample) { return sample == 0; });
  due_ += AudioStream::kBlock;
  return block;
}

SoundFollower::Samples SourceListener::take(TimePoint now) {
  const TimePoint usual = playhead_.advance(now, show_.delay(), TimePoint::min(), now);
  const TimePoint seen = seen_ ? seen_(now).value_or(usual) : usual;
  SoundFollower::Samples samples = follower_.next(seen + kLead);
  const AudioStream* voice = show_.audio();
  ducker_.duck(samples, ducked_ && voice && voice->speaking());
  return samples;
}

}  // namespace np
