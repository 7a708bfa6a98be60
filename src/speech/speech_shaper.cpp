#include "speech/speech_shaper.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace np {
namespace {

using std::chrono::milliseconds;

constexpr double kQuietBelow = 28;  // dB below a sentence's loudness
constexpr double kUsualLufs = -20;  // where nothing is known
constexpr float kDcCutHz = 40;      // well below any voice
constexpr auto kLead = milliseconds(15);
constexpr auto kTail = milliseconds(30);
constexpr auto kLongestInside = milliseconds(220);  // a comma's; sentences have 300 between them
constexpr auto kJoin = milliseconds(10);

}  // namespace

SpeechShaper::SpeechShaper(int rate_hz, std::optional<double> lufs)
    : rate_hz_(rate_hz),
      quiet_level_(static_cast<float>(std::pow(10, (lufs.value_or(kUsualLufs) - kQuietBelow) / 20))),
      dc_pole_(1 / (1 + 2 * std::numbers::pi_v<float> * kDcCutHz / static_cast<float>(rate_hz))),
      leveller_(lufs) {
  if (rate_hz != kSampleRate) resampler_.emplace(rate_hz, kSampleRate);
}

std::size_t SpeechShaper::samples_in(Duration time) const {
  return static_cast<std::size_t>(std::lround(to_seconds(time) * rate_hz_));
}

PcmPtr SpeechShaper::push(std::span<const std::int16_t> samples) {
  std::vector<float> sound(samples.size());
  std::ranges::transform(samples, sound.begin(),
                         [](std::int16_t sample) { return static_cast<float>(sample) / 32768.0F; });
  return push(sound);
}

PcmPtr SpeechShaper::push(std::span<const float> samples) {
  const std::size_t lead = samples_in(kLead);
  std::vector<float> heard;
  for (const float sample : samples) {
    last_out_ = dc_pole_ * (last_out_ + sample - last_in_);
    last_in_ = sample;
    quiet_.push_back(last_out_);
    if (std::abs(last_out_) < quiet_level_) continue;
    if (!begun_) {
      begun_ = true;
      if (quiet_.size() > lead) quiet_.erase(quiet_.begin(), quiet_.end() - static_cast<std::ptrdiff_t>(lead));
      for (std::size_t i = 0; i + 1 < quiet_.size(); ++i)
        quiet_[i] *= static_cast<float>(i) / static_cast<float>(quiet_.size());
    }
    shorten_quiet();
    heard.insert(heard.end(), quiet_.begin(), quiet_.end());
    quiet_.clear();
  }
  if (!begun_ && quiet_.size() > lead) quiet_.erase(quiet_.begin(), quiet_.end() - static_cast<std::ptrdiff_t>(lead));
  return pass_on(heard);
}

// Its middle goes; what stood before and behind that fades into each other.
void SpeechShaper::shorten_quiet() {
  const std::size_t most = samples_in(kLongestInside), join = samples_in(kJoin), front = most / 2;
  if (quiet_.size() <= most + join) return;
  const std::size_t over = quiet_.size() - most;
  for (std::size_t i = 0; i < join; ++i) {
    float& sample = quiet_[front - join + i];
    const float share = static_cast<float>(i + 1) / static_cast<float>(join + 1);
    sample += (quiet_[front - join + i + over] - sample) * share;
  }
  const auto from = quiet_.begin() + static_cast<std::ptrdiff_t>(front);
  quiet_.erase(from, from + static_cast<std::ptrdiff_t>(over));
}

PcmPtr SpeechShaper::pass_on(std::span<const float> sound) {
  if (sound.empty()) return nullptr;
  return leveller_.push(resampler_ ? resampler_->push(sound) : std::vector<float>(sound.begin(), sound.end()));
}

PcmPtr SpeechShaper::finish(Duration pause) {
  if (!begun_) return nullptr;
  std::vector<float> rest = std::move(quiet_);
  rest.resize(std::min(rest.size(), samples_in(kTail)));
  for (std::size_t i = 0; i < rest.size(); ++i)
    rest[i] *= 1 - static_cast<float>(i + 1) / static_cast<float>(rest.size());
  const double tail_s = static_cast<double>(rest.size()) / rate_hz_;
  if (resampler_) {
    auto sound = resampler_->push(rest);
    const auto end = resampler_->finish();
    sound.insert(sound.end(), end.begin(), end.end());
    rest = std::move(sound);
  }
  std::vector<std::int16_t> samples;
  for (const PcmPtr& chunk : {leveller_.push(rest), leveller_.finish()})
    if (chunk) samples.insert(samples.end(), chunk->samples.begin(), chunk->samples.end());
  samples.resize(samples.size() + static_cast<std::size_t>(std::max(to_seconds(pause) - tail_s, 0.0) * kSampleRate));
  auto whole = std::make_shared<PcmChunk>();
  whole->samples = std::move(samples);
  return whole;
}

}  // namespace np
