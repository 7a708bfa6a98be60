#include "hearing/ear_sound.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "audio/pcm.hpp"
#include "hearing/speech_detector.hpp"
#include "hearing/speech_network.hpp"

namespace np {
namespace {

// More than blocks' times are off by themselves.
constexpr Duration kJump = std::chrono::milliseconds(100);
// Of a source's clock that runs otherwise than ours, so much is followed at each block.
constexpr int kDriftShare = 16;

}  // namespace

WaitingSound::WaitingSound()
    : lost_(&metrics::counter("np_hearing_dropped_blocks_total",
                              "Blocks of sound that came faster than they could be heard")) {}

void WaitingSound::push(SoundPtr block) {
  samples_ += block->samples.size();
  blocks_.push_back(std::move(block));
  while (waiting() > Ear::kMostWaiting && blocks_.size() > 1) {
    samples_ -= blocks_.front()->samples.size();
    blocks_.pop_front();
    lost_->add();
  }
}

std::vector<SoundPtr> WaitingSound::take() {
  std::vector<SoundPtr> taken;
  for (std::size_t count = 0; count < kMostATurn && !blocks_.empty(); blocks_.pop_front()) {
    count += blocks_.front()->samples.size();
    samples_ -= blocks_.front()->samples.size();
    taken.push_back(std::move(blocks_.front()));
  }
  return taken;
}

void WaitingSound::clear() {
  blocks_.clear();
  samples_ = 0;
}

Duration WaitingSound::waiting() const { return samples_to_duration(samples_); }

WindowMaker::WindowMaker() = default;
WindowMaker::~WindowMaker() = default;
WindowMaker::WindowMaker(WindowMaker&&) noexcept = default;
WindowMaker& WindowMaker::operator=(WindowMaker&&) noexcept = default;

bool WindowMaker::goes_on_with(const SoundBlock& block) const {
  return !resampler_ || std::chrono::abs(block.captured_at - next_) <= kJump;
}

void WindowMaker::push(const SoundBlock& block) {
  if (!resampler_) {
    resampler_ = std::make_unique<Resampler>(kSampleRate, SpeechNetwork::kRate);
    from_ = next_ = block.captured_at;
  }
  const Duration drift = (block.captured_at - next_) / kDriftShare;
  from_ += drift;
  next_ += drift + samples_to_duration(block.samples.size());
  std::vector<float> sound(block.samples.size());
  std::ranges::transform(block.samples, sound.begin(), [](std::int16_t s) { return static_cast<float>(s) / 32768; });
  const std::vector<float> made = resampler_->push(sound);
  samples_.insert(samples_.end(), made.begin(), made.end());
}

WindowMaker::Windows WindowMaker::take() {
  const std::size_t whole = samples_.size() / SpeechNetwork::kWindow * SpeechNetwork::kWindow;
  Windows windows{.from = from_, .samples = {samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(whole)}};
  samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(whole));
  from_ += Heard::kWindow * static_cast<Duration::rep>(whole / SpeechNetwork::kWindow);
  return windows;
}

}  // namespace np
