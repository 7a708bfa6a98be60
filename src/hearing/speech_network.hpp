// The network that hears whether somebody speaks: Silero VAD. One thread at a time; a window takes a fifth of a
// millisecond of one core.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "onnx/session.hpp"

namespace np {

class SpeechNetwork {
 public:
  static constexpr int kRate = 16000;          // samples a second, mono, -1 to 1
  static constexpr std::size_t kWindow = 512;  // samples that it judges at once: 32 ms
  static constexpr std::size_t kContext = 64;  // samples before them that it hears again

  // The network's memory of one listener; a fresh one has heard nothing.
  struct State {
    std::array<float, kContext> context{};
    std::array<float, 128> hidden{}, cell{};
  };

  // Reads the file; blocks some milliseconds. Throws Error: it is not there, not to be read, or not this network.
  explicit SpeechNetwork(const std::filesystem::path& file);

  // How likely speech is in each window, 0 to 1. `samples`: whole windows, at least one, behind those of the last run.
  // Throws Error.
  std::vector<float> run(State& state, std::span<const float> samples);

 private:
  onnx::Session session_;
};

}  // namespace np
