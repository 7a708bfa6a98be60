// The signal half of the neural voice, after the package hibari-tts 0.2.1 (dsp.py, Apache-2.0): the spectrum of a pulse
// train is shaped by the network's harmonic part, noise and a part with phases of its own are added, and the inverse
// transform of each frame (1200 points, one every 300, Hann) is added to those around it. Sound leaves frame by frame.
// Plain value with one owner; a frame takes about 0.1 ms.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "speech/neural/spectra.hpp"

namespace np {

class Vocoder {
 public:
  // Frames `from` to `to` of the spectra, which must outlive it.
  Vocoder(const Spectra& spectra, const VoiceStyle& style, std::size_t from, std::size_t to);
  ~Vocoder();

  // The sound of the next kBatch frames, 24 kHz, full scale is 1; the first answer has two frames less and the last one
  // two more. Empty: that was all.
  std::vector<float> next();
  bool done() const;

  static constexpr std::size_t kBatch = 8;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
