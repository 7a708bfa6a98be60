// Spectra that a test makes up.
#pragma once

#include <cmath>
#include <vector>

#include "speech/neural/spectra.hpp"

namespace np::test {

struct MadeSpectra {
  static constexpr float kNothing = -20;  // a logarithm

  explicit MadeSpectra(std::size_t its_frames, float hz = 200)
      : frames(its_frames),
        voiced(Spectra::kBins * frames, kNothing),
        turn(voiced.size()),
        noise(voiced.size(), kNothing),
        free(voiced.size(), kNothing),
        phase(voiced.size()),
        pitch(frames, hz) {}

  // In those bins, in all frames: harmonics of this size in the sound.
  MadeSpectra& voice(std::size_t from_bin, std::size_t to_bin, float size) {
    return fill(voiced, from_bin, to_bin, std::log(size * Spectra::kHop));
  }
  MadeSpectra& hiss(std::size_t from_bin, std::size_t to_bin, float size) {
    return fill(noise, from_bin, to_bin, std::log(size));
  }
  // Frames in which there is nothing.
  MadeSpectra& silence(std::size_t from, std::size_t to) {
    for (auto* table : {&voiced, &noise, &free})
      for (std::size_t bin = 0; bin < Spectra::kBins; ++bin)
        for (std::size_t k = from; k < to; ++k) (*table)[bin * frames + k] = kNothing;
    return *this;
  }
  Spectra view() const {
    return {.frames = frames,
            .voiced = voiced,
            .turn = turn,
            .noise = noise,
            .free = free,
            .phase = phase,
            .pitch_hz = pitch};
  }

  std::size_t frames;
  std::vector<float> voiced, turn, noise, free, phase, pitch;

 private:
  MadeSpectra& fill(std::vector<float>& table, std::size_t from_bin, std::size_t to_bin, float value) {
    for (std::size_t bin = from_bin; bin < to_bin; ++bin)
      for (std::size_t k = 0; k < frames; ++k) table[bin * frames + k] = value;
    return *this;
  }
};

}  // namespace np::test
