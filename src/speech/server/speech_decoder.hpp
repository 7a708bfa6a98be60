// The sound that a speech server streams, as ours: raw PCM (signed 16 bit little-endian, one channel) or a WAV file of
// any rate with one or more channels of 16, 24 or 32 bits or floats, in bytes as they come; 48 kHz mono comes out.
// Plain value of one answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audio/resampler.hpp"

namespace np {

class SpeechDecoder {
 public:
  static constexpr int kUsualRate = 24000;  // of raw PCM whose rate is not said

  // Takes the answer's Content-Type. Throws Error{kUnsupported} if it is another kind of data, such as MP3 or a page in
  // HTML, whatever it calls itself: "sends ...", a sentence that needs the server's name before it. So do push() and
  // finish().
  explicit SpeechDecoder(std::string_view content_type);

  // Full scale is 1. Empty while there is nothing to give out.
  std::vector<float> push(std::string_view bytes);
  // The rest.
  std::vector<float> finish();

 private:
  enum class Encoding { kInteger, kFloat };
  struct Format {
    Encoding encoding = Encoding::kInteger;
    int channels = 1;
    int rate_hz = kUsualRate;
    int bytes_per_sample = 2;
  };
  enum class Stage { kFront, kChunks, kSound, kAfterSound };

  bool read_front(bool all_there);  // false: more bytes are needed
  bool read_chunk();
  void read_format(std::string_view chunk);
  void begin_sound();
  std::vector<float> take_samples();
  float sample_at(std::size_t at) const;
  std::vector<float> resampled(const std::vector<float>& samples);

  Format format_;
  bool has_format_ = false;
  Stage stage_ = Stage::kFront;
  std::string pending_;
  std::uint64_t left_ = 0;              // bytes of a WAV file's sound that are still to come
  std::size_t headers_ = 0;             // bytes of a WAV file's chunks before its sound
  std::optional<Resampler> resampler_;  // nullopt: there is nothing to change
};

}  // namespace np
