// The neural voice's network: a student of Kokoro-82M's voice "heart", of the package hibari-tts 0.2.1 (hibari.onnx,
// Apache-2.0). Phonemes in, spectra out. One thread at a time; a second of sound takes some 8 ms of one core.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "onnx/session.hpp"
#include "speech/neural/spectra.hpp"

namespace np {

class AcousticNetwork {
 public:
  static constexpr std::size_t kMostPhonemes = 400;  // longer than what it was taught

  // Reads the file, a quarter of a second. Throws Error: it is not there, not to be read, or not this network.
  explicit AcousticNetwork(const std::filesystem::path& file);

  struct Answer {
    Spectra spectra;
    onnx::Session::Answer memory;  // theirs
  };
  // `speed`: 1 is usual, 2 twice as fast. Throws Error; {kEnded} when stopped.
  Answer speak(std::span<const std::int64_t> phonemes, float speed);
  // Any thread: ends what is under way within some milliseconds.
  void stop() { session_.stop(); }

 private:
  onnx::Session session_;
};

// The file that the setting VOICE_MODEL means. Empty: the one that came with the program, in share/nerdpudding beside
// it or one folder up. "off": none, an empty path.
std::filesystem::path voice_file(std::string_view setting);

}  // namespace np
