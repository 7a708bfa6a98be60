#include "speech/neural/vocoder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <random>

namespace np {
namespace {

constexpr std::size_t kPoints = 1200;
constexpr std::size_t kHop = Spectra::kHop;
constexpr std::size_t kHalf = kPoints / 2;
constexpr std::size_t kBins = Spectra::kBins;
constexpr float kLargestLog = 7;
constexpr double kHighestHz = 11000;
constexpr float kPi = std::numbers::pi_v<float>;
constexpr std::size_t kNoiseLength = 1 << 14;

float sized(float logarithm) { return std::exp(std::min(logarithm, kLargestLog)); }

const std::array<float, kPoints>& window() {
  static const auto values = [] {
    std::array<float, kPoints> hann{};
    for (std::size_t i = 0; i < kPoints; ++i)
      hann[i] = 0.5F - 0.5F * std::cos(2 * kPi * static_cast<float>(i) / static_cast<float>(kPoints));
    return hann;
  }();
  return values;
}

// Normal noise, drawn once: each frame begins somewhere else in it.
const std::vector<float>& noise_values() {
  static const auto values = [] {
    std::vector<float> drawn(kNoiseLength);
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (float& value : drawn) value = normal(random);
    return drawn;
  }();
  return values;
}

}  // namespace

struct Vocoder::Impl {
  Impl(const Spectra& its_spectra, const VoiceStyle& its_style, std::size_t its_from, std::size_t its_to)
      : s(its_spectra),
        style(its_style),
        from(its_from),
        frames(its_to - its_from),
        pulses(frames * kHop + kPoints),
        sum(kPoints),
        weight(kPoints) {
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      const float at = std::min(static_cast<float>(bin) / style.formants, static_cast<float>(kBins - 1));
      const auto below = std::min(static_cast<std::size_t>(at), kBins - 2);
      sources[bin] = {
          .below = below, .nearest = static_cast<std::size_t>(std::lround(at)), .part = at - static_cast<float>(below)};
    }
  }

  float pitch_at(std::ptrdiff_t frame) const {
    return s.pitch_hz[from + static_cast<std::size_t>(
                                 std::clamp<std::ptrdiff_t>(frame, 0, static_cast<std::ptrdiff_t>(frames) - 1))];
  }

  // Pulses up to the end of this frame: all harmonics below kHighestHz, of size 1.
  void make_pulses(std::size_t to_frame) {
    for (; pulsed < to_frame; ++pulsed) {
      float* const out = pulses.data() + kHalf + pulsed * kHop;
      for (std::size_t i = 0; i < kHop; ++i) {
        const float at = (static_cast<float>(i) + 0.5F) / kHop - 0.5F;
        const auto frame = static_cast<std::ptrdiff_t>(pulsed) + (at < 0 ? -1 : 0);
        const float part = at < 0 ? at + 1 : at;
        const float raw = pitch_at(frame) * (1 - part) + pitch_at(frame + 1) * part;
        const float hz = std::max(raw, Spectra::kLeastPitch) * style.pitch;
        cycle += static_cast<double>(hz) / Spectra::kRate;
        cycle -= std::floor(cycle);
        if (raw <= Spectra::kLeastPitch) continue;
        const float angle = 2 * kPi * static_cast<float>(cycle);
        const float harmonics = std::floor(static_cast<float>(kHighestHz) / hz) + 0.5F;
        const float below = 2 * std::sin(angle / 2);
        out[i] = (std::abs(below) <= 2e-3F ? harmonics : std::sin(harmonics * angle) / below) - 0.5F;
      }
    }
    if (pulsed < frames) return;
    const std::size_t end = kHalf + frames * kHop;
    for (std::size_t i = 0; i < kHalf; ++i) pulses[end + i] = pulses[end - 2 - i];
  }

  // At the front the pulses are mirrored, as at the end.
  void mirror_front() {
    for (std::size_t i = 0; i < kHalf; ++i) pulses[kHalf - 1 - i] = pulses[kHalf + 1 + i];
  }

  // `spectrum`: of the pulses, packed as OpenCV has it: one real number, pairs, one real number. It becomes the
  // frame's.
  void shape(float* spectrum, std::size_t frame) {
    const std::size_t k = from + frame;
    const auto& normal = noise_values();
    std::size_t drawn = starts(random_) % kNoiseLength;
    const auto draw = [&] { return normal[drawn++ % kNoiseLength]; };
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      const Source& source = sources[bin];
      const auto smooth = [&](std::span<const float> table) {
        const float low = table[source.below * s.frames + k], high = table[(source.below + 1) * s.frames + k];
        return low + (high - low) * source.part;
      };
      const auto near = [&](std::span<const float> table) { return table[source.nearest * s.frames + k]; };
      const float size = sized(smooth(s.voiced)), noise = sized(smooth(s.noise)), free = sized(smooth(s.free));
      const float turn = kPi * std::tanh(near(s.turn)), phase = near(s.phase);
      const float turned_re = size * std::cos(turn), turned_im = size * std::sin(turn);
      if (bin == 0 || bin == kBins - 1) {
        float& value = spectrum[bin == 0 ? 0 : kPoints - 1];
        value = value * turned_re + noise * draw() + free * std::cos(phase);
        continue;
      }
      float& re = spectrum[2 * bin - 1];
      float& im = spectrum[2 * bin];
      const float new_re = re * turned_re - im * turned_im + noise * draw() + free * std::cos(phase);
      im = re * turned_im + im * turned_re + noise * draw() + free * std::sin(phase);
      re = new_re;
    }
  }

  std::vector<float> next() {
    const std::size_t count = std::min(kBatch, frames - done);
    if (count == 0) return {};
    // A frame reaches two further.
    const bool first = done == 0;
    make_pulses(std::min(done + count + 2, frames));
    if (first) mirror_front();
    cv::Mat rows(static_cast<int>(count), kPoints, CV_32F);
    for (std::size_t i = 0; i < count; ++i) {
      float* const row = rows.ptr<float>(static_cast<int>(i));
      const float* const in = pulses.data() + (done + i) * kHop;
      for (std::size_t n = 0; n < kPoints; ++n) row[n] = in[n] * window()[n] / kHop;
    }
    cv::dft(rows, rows, cv::DFT_ROWS);
    for (std::size_t i = 0; i < count; ++i) shape(rows.ptr<float>(static_cast<int>(i)), done + i);
    cv::dft(rows, rows, cv::DFT_ROWS | cv::DFT_INVERSE | cv::DFT_SCALE | cv::DFT_REAL_OUTPUT);
    std::vector<float> sound;
    for (std::size_t i = 0; i < count; ++i) add(rows.ptr<float>(static_cast<int>(i)), sound);
    done += count;
    if (done == frames) give_hops(2, sound);
    return sound;
  }

  void add(const float* frame, std::vector<float>& sound) {
    for (std::size_t n = 0; n < kPoints; ++n) {
      sum[n] += frame[n] * window()[n];
      weight[n] += window()[n] * window()[n];
    }
    give_hops(1, sound);
  }

  // Hands over the hops that no later frame adds to. The first two lie before the sound begins.
  void give_hops(std::size_t hops, std::vector<float>& sound) {
    for (; hops > 0; --hops) {
      if (given >= 2)
        for (std::size_t n = 0; n < kHop; ++n) sound.push_back(sum[n] / std::max(weight[n], 1e-11F));
      ++given;
      for (auto* const buffer : {&sum, &weight}) {
        std::copy(buffer->begin() + kHop, buffer->end(), buffer->begin());
        std::fill(buffer->end() - kHop, buffer->end(), 0.0F);
      }
    }
  }

  struct Source {
    std::size_t below = 0, nearest = 0;
    float part = 0;
  };

  const Spectra s;
  const VoiceStyle style;
  const std::size_t from, frames;
  std::array<Source, kBins> sources;
  std::vector<float> pulses;  // half a frame before the first one and after the last one as well
  std::size_t pulsed = 0;     // frames
  double cycle = 0;           // of the pitch, 0 to 1
  std::vector<float> sum, weight;
  std::size_t done = 0;   // frames
  std::size_t given = 0;  // hops, those before the beginning as well
  std::minstd_rand random_{1};
  std::uniform_int_distribution<std::size_t> starts{0, kNoiseLength - 1};
};

Vocoder::Vocoder(const Spectra& spectra, const VoiceStyle& style, std::size_t from, std::size_t to)
    : impl_(std::make_unique<Impl>(spectra, style, from, to)) {}
Vocoder::~Vocoder() = default;

std::vector<float> Vocoder::next() { return impl_->next(); }
bool Vocoder::done() const { return impl_->done == impl_->frames; }

}  // namespace np
