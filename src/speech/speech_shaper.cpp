#include "speech/speech_shaper.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/limiter.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;

constexpr float kQuiet = 0.002F;  // -54 dBFS
constexpr float kDcCutHz = 40;    // well below any voice
constexpr auto kLead = milliseconds(15);
constexpr auto kTail = milliseconds(30);

PcmPtr to_pcm(const std::vector<float>& sound) {
  if (sound.empty()) return nullptr;
  auto chunk = std::make_shared<PcmChunk>();
  chunk->samples.resize(sound.size());
  std::ranges::transform(sound, chunk->samples.begin(), limited);
  return chunk;
}

}  // namespace

SpeechShaper::SpeechShaper(int rate_hz, float gain)
    : rate_hz_(rate_hz),
      gain_(gain),
      dc_pole_(1 / (1 + 2 * std::numbers::pi_v<float> * kDcCutHz / static_cast<float>(rate_hz))),
      resampler_(rate_hz, kSampleRate) {}

std::size_t SpeechShaper::samples_in(Duration time) const {
  return static_cast<std::size_t>(std::lround(to_seconds(time) * rate_hz_));
}

PcmPtr SpeechShaper::push(std::span<const std::int16_t> samples) {
  const std::size_t lead = samples_in(kLead);
  std::vector<float> heard;
  for (const std::int16_t sample : samples) {
    const float in = static_cast<float>(sample) / 32768.0F * gain_;
    last_out_ = dc_pole_ * (last_out_ + in - last_in_);
    last_in_ = in;
    quiet_.push_back(last_out_);
    if (std::abs(last_out_) < kQuiet) continue;
    if (!begun_) {
      begun_ = true;
      if (quiet_.size() > lead) quiet_.erase(quiet_.begin(), quiet_.end() - static_cast<std::ptrdiff_t>(lead));
      for (std::size_t i = 0; i + 1 < quiet_.size(); ++i)
        quiet_[i] *= static_cast<float>(i) / static_cast<float>(quiet_.size());
    }
    heard.insert(heard.end(), quiet_.begin(), quiet_.end());
    quiet_.clear();
  }
  if (!begun_ && quiet_.size() > lead) quiet_.erase(quiet_.begin(), quiet_.end() - static_cast<std::ptrdiff_t>(lead));
  return to_pcm(resampler_.push(heard));
}

PcmPtr SpeechShaper::finish(Duration pause) {
  std::vector<float> rest;
  if (begun_) {
    rest = std::move(quiet_);
    rest.resize(std::min(rest.size(), samples_in(kTail)));
    for (std::size_t i = 0; i < rest.size(); ++i)
      rest[i] *= 1 - static_cast<float>(i + 1) / static_cast<float>(rest.size());
    rest.resize(std::max(rest.size(), samples_in(pause)));
  }
  quiet_.clear();
  begun_ = false;
  last_in_ = last_out_ = 0;
  auto sound = resampler_.push(rest);
  const auto end = resampler_.finish();
  sound.insert(sound.end(), end.begin(), end.end());
  return to_pcm(sound);
}

}  // namespace np
