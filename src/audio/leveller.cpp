#include "audio/leveller.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace np {
namespace {

constexpr std::size_t kBlock = kSampleRate / 10;
constexpr std::size_t kHeld = kSampleRate * 4 / 10;
constexpr std::size_t kBelieved = kSampleRate * 6 / 10;  // of what was measured, for a correction
constexpr double kCorrection = 0.15;                     // dB a block
constexpr double kRight = 0.7;                           // dB: nearer needs no correction
constexpr double kLargestGain = 24;                      // dB: what is fainter is no speech
constexpr double kUsual = -24;                           // LUFS, of what is too short to tell

PcmPtr to_chunk(const std::vector<float>& sound) {
  if (sound.empty()) return nullptr;
  auto chunk = std::make_shared<PcmChunk>();
  chunk->samples.resize(sound.size());
  std::ranges::transform(sound, chunk->samples.begin(), [](float sample) {
    return static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
  });
  return chunk;
}

double gain_for(double lufs) { return std::pow(10, std::min(Leveller::kLufs - lufs, kLargestGain) / 20); }

}  // namespace

Leveller::Leveller(std::optional<double> expected) : estimate_(expected), meter_(kSampleRate), limiter_(kPeak) {
  if (estimate_) gain_ = gain_for(*estimate_);
}

PcmPtr Leveller::push(std::span<const float> samples) {
  std::vector<float> out;
  meter_.push(samples);
  heard_ += samples.size();
  if (estimate_) {
    level(samples, out);
  } else {
    held_.insert(held_.end(), samples.begin(), samples.end());
    if (held_.size() < kHeld) return nullptr;
    estimate_ = measured().value_or(kUsual);
    gain_ = gain_for(*estimate_);
    level(std::exchange(held_, {}), out);
  }
  return to_chunk(limiter_.push(out));
}

PcmPtr Leveller::finish() {
  std::vector<float> out;
  if (!held_.empty()) {
    gain_ = gain_for(measured().value_or(kUsual));
    for (const float sample : std::exchange(held_, {})) out.push_back(sample * static_cast<float>(gain_));
  }
  out = limiter_.push(out);
  const auto rest = limiter_.finish();
  out.insert(out.end(), rest.begin(), rest.end());
  return to_chunk(out);
}

std::optional<double> Leveller::measured() const {
  const double lufs = meter_.integrated();
  if (lufs <= LoudnessMeter::kSilent) return std::nullopt;
  return lufs;
}

void Leveller::level(std::span<const float> samples, std::vector<float>& out) {
  while (!samples.empty()) {
    const auto block = samples.first(std::min(samples.size(), kBlock));
    correct();
    const double wanted = gain_for(*estimate_);
    const double step = (wanted - gain_) / static_cast<double>(block.size());
    for (const float sample : block) {
      gain_ += step;
      out.push_back(sample * static_cast<float>(gain_));
    }
    samples = samples.subspan(block.size());
  }
}

void Leveller::correct() {
  if (heard_ < kBelieved) return;
  const auto now = measured();
  if (!now || std::abs(*now - *estimate_) < kRight) return;
  *estimate_ += std::clamp(*now - *estimate_, -kCorrection, kCorrection);
}

}  // namespace np
