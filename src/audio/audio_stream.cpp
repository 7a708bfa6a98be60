#include "audio/audio_stream.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"

namespace np {

AudioStream::AudioStream(Loop& loop, const metrics::Labels& labels)
    : loop_(loop),
      chunks_dropped_(metrics::counter("np_audio_dropped_chunks_total",
                                       "Chunks of speech dropped because 60 s were waiting", labels)),
      start_(loop.now()) {}
AudioStream::~AudioStream() = default;

void AudioStream::write(PcmPtr chunk) {
  if (!chunk || chunk->samples.empty()) return;
  advance();
  if (speech_samples_ + chunk->samples.size() > kMaxSpeechSamples) {
    ++dropped_chunks_;
    chunks_dropped_.add();
    if (!std::exchange(overflowing_, true)) log::warn("The voice is a minute behind; what it says next is dropped.");
    return;
  }
  overflowing_ = false;
  if (speech_samples_ == 0) {
    speech_end_ = next_block_ * kBlockSamples;
    speech_begun_ = false;
  }
  speech_samples_ += chunk->samples.size();
  speech_end_ += chunk->samples.size();
  speech_.push_back(std::move(chunk));
}

void AudioStream::interrupt() {
  advance();
  if (speech_samples_ == 0) return;
  constexpr std::size_t kFadeSamples = kFade / kBlock * kBlockSamples;
  auto faded = std::make_shared<PcmChunk>();
  if (speech_begun_) {
    faded->samples.resize(kFadeSamples);
    faded->samples.resize(take_speech(faded->samples));
    const auto count = static_cast<float>(faded->samples.size());
    for (std::size_t i = 0; i < faded->samples.size(); ++i)
      faded->samples[i] =
          static_cast<std::int16_t>(static_cast<float>(faded->samples[i]) * (1 - static_cast<float>(i + 1) / count));
  }
  speech_.clear();
  front_taken_ = 0;
  speech_samples_ = faded->samples.size();
  if (speech_samples_ > 0) {
    speech_end_ = next_block_ * kBlockSamples + speech_samples_;
    speech_.push_back(std::move(faded));
  } else {
    speech_end_ = next_block_ > 0 ? (next_block_ - 1) * kBlockSamples : 0;
  }
}

TimePoint AudioStream::speech_ends_at() const { return time_of(speech_end_); }
bool AudioStream::speaking() const { return loop_.now() < speech_ends_at(); }

std::unique_ptr<AudioStream::Listener> AudioStream::listen(std::function<void()> on_block) {
  advance();
  auto listener = std::unique_ptr<Listener>(new Listener(*this, std::move(on_block)));
  listeners_.push_back(listener.get());
  if (listeners_.size() == 1) run_timer();
  return listener;
}

void AudioStream::leave(Listener* listener) {
  std::erase(listeners_, listener);
  if (listeners_.empty()) timer_.cancel();
}

void AudioStream::run_timer() {
  if (listeners_.empty()) return;
  timer_ = loop_.after(time_of(next_block_ * kBlockSamples) - loop_.now(), [this] {
    advance();
    run_timer();
  });
}

void AudioStream::advance() {
  // A listener that writes or joins when told of a block finds the time line where that block left it.
  if (advancing_) return;
  const auto due = static_cast<std::uint64_t>((loop_.now() - start_) / kBlock) + 1;
  if (due <= next_block_) return;
  const std::uint64_t behind = due - next_block_;
  const std::uint64_t passed_by =
      listeners_.empty() ? behind : behind - std::min<std::uint64_t>(behind, kMaxQueuedBlocks);
  dropped_blocks_ += passed_by * listeners_.size();
  skip_speech(passed_by * kBlockSamples);
  next_block_ += passed_by;
  advancing_ = true;
  while (next_block_ < due) hand_out(take_block());
  advancing_ = false;
}

AudioStream::BlockPtr AudioStream::take_block() {
  auto block = std::make_shared<Block>();
  block->first_sample = next_block_++ * kBlockSamples;
  take_speech(block->samples);
  block->silent = std::ranges::all_of(block->samples, [](std::int16_t sample) { return sample == 0; });
  return block;
}

void AudioStream::hand_out(const BlockPtr& block) {
  for (Listener* listener : listeners_) {
    if (listener->blocks_.size() >= kMaxQueuedBlocks) {
      listener->blocks_.pop_front();
      ++dropped_blocks_;
    }
    listener->blocks_.push_back(block);
  }
  // One listener's function may end another listener, or its own.
  std::vector<std::weak_ptr<std::function<void()>>> present;
  for (const Listener* listener : listeners_) present.push_back(listener->on_block_);
  for (const auto& weak : present)
    if (const auto on_block = weak.lock(); on_block && *on_block) (*on_block)();
}

std::size_t AudioStream::take_speech(std::span<std::int16_t> into) {
  std::size_t taken = 0;
  while (taken < into.size() && !speech_.empty()) {
    const auto rest = std::span(speech_.front()->samples).subspan(front_taken_);
    const std::size_t count = std::min(rest.size(), into.size() - taken);
    std::ranges::copy(rest.first(count), into.begin() + static_cast<std::ptrdiff_t>(taken));
    taken += count;
    skip_speech(count);
  }
  return taken;
}

void AudioStream::skip_speech(std::uint64_t samples) {
  while (samples > 0 && !speech_.empty()) {
    const std::size_t rest = speech_.front()->samples.size() - front_taken_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(samples, rest));
    samples -= count;
    speech_samples_ -= count;
    front_taken_ += count;
    speech_begun_ = true;
    if (count < rest) continue;
    speech_.pop_front();
    front_taken_ = 0;
  }
}

AudioStream::Listener::Listener(AudioStream& stream, std::function<void()> on_block)
    : stream_(stream), on_block_(std::make_shared<std::function<void()>>(std::move(on_block))) {}

AudioStream::Listener::~Listener() { stream_.leave(this); }

AudioStream::BlockPtr AudioStream::Listener::next() {
  if (blocks_.empty()) return nullptr;
  auto block = std::move(blocks_.front());
  blocks_.pop_front();
  return block;
}

}  // namespace np
