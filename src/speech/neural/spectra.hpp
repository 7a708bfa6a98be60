// The output of the voice's network for a sentence: for each frame of 12.5 ms a spectrum in five parts, and the pitch.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace np {

// How the one voice is made to sound like another person.
struct VoiceStyle {
  float pitch = 1;     // of the voice's own
  float formants = 1;  // the same of its resonances: below 1 a longer throat, so a larger person
  float boost = 0;     // dB, for what limiting its higher peaks takes away

  bool operator==(const VoiceStyle&) const = default;
};

// A view of five tables, kBins rows of one value a frame.
struct Spectra {
  static constexpr int kRate = 24000;
  static constexpr std::size_t kHop = 300;  // samples a frame
  static constexpr std::size_t kBins = 601;
  static constexpr float kLeastPitch = 40;  // Hz; below there is no voice in a frame

  std::size_t frames = 0;
  std::span<const float> voiced;    // the harmonics' size, its logarithm
  std::span<const float> turn;      // their phase, pi * tanh of it
  std::span<const float> noise;     // the noise's size, its logarithm
  std::span<const float> free;      // what has a phase of its own: its size, its logarithm
  std::span<const float> phase;     // and that
  std::span<const float> pitch_hz;  // one a frame
};

// The power of each frame as it is heard, full scale is 1: K-weighted (ITU-R BS.1770-4), from the spectra alone, so
// before there is sound. Right within 1 dB if it is loud.
std::vector<float> frame_powers(const Spectra& spectra, const VoiceStyle& style);

struct HeardPart {
  std::size_t from = 0, to = 0;  // frames; the same if nothing is heard
  float lufs = -70;              // its loudness, gated as ITU-R BS.1770-4 has it
};
HeardPart heard_part(std::span<const float> powers);

}  // namespace np
