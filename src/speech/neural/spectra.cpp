#include "speech/neural/spectra.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace np {
namespace {

constexpr float kNyquist = Spectra::kRate / 2.0F;
constexpr float kHzOfBin = kNyquist / (Spectra::kBins - 1);
constexpr float kHighestHarmonicHz = 4000;  // those above are too faint to count
constexpr std::size_t kEvery = 4;           // bins: noise is smooth enough
constexpr float kSilentPower = 1e-5F;       // -50 dB; a breath's is more
constexpr std::size_t kWindow = 32;         // frames: 400 ms
constexpr std::size_t kWindowStep = 8;
constexpr float kLoudnessOff = -0.7F;  // dB: measured against the sound itself, over sentences of all lengths
constexpr float kLargest = 7;          // of a logarithm, as the network's authors have it

// The filter of ITU-R BS.1770-4, tables 1 and 2 (for 48 kHz), as a power's factor by bin.
std::array<float, Spectra::kBins> make_weights() {
  std::array<float, Spectra::kBins> weights{};
  for (std::size_t bin = 0; bin < weights.size(); ++bin) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(bin) * kHzOfBin / 48000;
    const std::complex<double> z = std::polar(1.0, -angle);
    const auto shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z * z) /
                       (1.0 - 1.69065929318241 * z + 0.73248077421585 * z * z);
    const auto high = (1.0 - 2.0 * z + z * z) / (1.0 - 1.99004745483398 * z + 0.99007225036621 * z * z);
    weights[bin] = static_cast<float>(std::norm(shelf * high));
  }
  return weights;
}

float power_of_log(float logarithm) { return std::exp(2 * std::min(logarithm, kLargest)); }

}  // namespace

std::vector<float> frame_powers(const Spectra& s, const VoiceStyle& style) {
  static const auto kWeights = make_weights();
  // A cosine of size 1 has power 1/2; the inverse transform divides by its 1200 points, and frames that overlap take a
  // third of the power from noise, which each has of its own.
  constexpr float kOfHarmonic = 0.5F / (Spectra::kHop * Spectra::kHop);
  constexpr float kOfFree = 2.0F / (1200.0F * 1200.0F);
  constexpr float kOfNoise = 2 * kOfFree / 1.5F;
  std::vector<float> powers(s.frames);
  const auto source_bin = [&](float bin) {
    return static_cast<std::size_t>(
        std::clamp(std::lround(bin / style.formants), 0L, static_cast<long>(Spectra::kBins) - 1));
  };
  for (std::size_t bin = 0; bin < Spectra::kBins; bin += kEvery) {
    const std::size_t row = source_bin(static_cast<float>(bin)) * s.frames;
    const float weight = kWeights[bin] * kEvery;
    for (std::size_t k = 0; k < s.frames; ++k)
      powers[k] += weight * (kOfNoise * power_of_log(s.noise[row + k]) + kOfFree * power_of_log(s.free[row + k]));
  }
  for (std::size_t k = 0; k < s.frames; ++k) {
    if (s.pitch_hz[k] <= Spectra::kLeastPitch) continue;
    const float pitch = s.pitch_hz[k] * style.pitch;
    for (float hz = pitch; hz < kHighestHarmonicHz; hz += pitch) {
      const float at = hz / kHzOfBin;
      const float middle = std::round(at);
      // The window spreads a harmonic over bins, each of which turns its part; the parts add up.
      std::complex<float> sum = 0;
      for (const float bin : {middle - 1, middle, middle + 1}) {
        const std::size_t cell = source_bin(bin) * s.frames + k;
        const float share = 0.5F + 0.5F * std::cos(std::numbers::pi_v<float> / 2 * (bin - at));
        sum += std::polar(share / 2 * std::exp(std::min(s.voiced[cell], kLargest)),
                          std::numbers::pi_v<float> * std::tanh(s.turn[cell]));
      }
      powers[k] += kOfHarmonic * kWeights[static_cast<std::size_t>(middle)] * std::norm(sum);
    }
  }
  return powers;
}

HeardPart heard_part(std::span<const float> powers) {
  const auto heard = [](float power) { return power > kSilentPower; };
  const auto first = std::ranges::find_if(powers, heard);
  if (first == powers.end()) return {};
  HeardPart part;
  part.from = static_cast<std::size_t>(first - powers.begin());
  part.to = powers.size();
  while (!heard(powers[part.to - 1])) --part.to;

  std::vector<float> windows;
  const auto inside = powers.subspan(part.from, part.to - part.from);
  // The windows at either end are partly silence, as in a meter.
  for (std::size_t end = kWindowStep; end < inside.size() + kWindow; end += kWindowStep) {
    const std::size_t from = end - std::min(end, kWindow);
    float sum = 0;
    for (const float power : inside.subspan(from, std::min(end, inside.size()) - from)) sum += power;
    windows.push_back(sum / kWindow);
  }
  const auto mean_above = [&](float least) {
    float sum = 0, count = 0;
    for (const float power : windows)
      if (power >= least) sum += power, count += 1;
    return count > 0 ? sum / count : 0;
  };
  part.lufs = kLoudnessOff - 0.691F + 10 * std::log10(std::max(mean_above(mean_above(0) / 10), 1e-7F));
  return part;
}

}  // namespace np
