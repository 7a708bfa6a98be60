// Makes a voice's raw sound fit to be heard, sentence by sentence: no offset, the silence around the sentence cut off
// and a pause of the right length set instead, no pause inside it longer than 220 ms, every voice as loud as the
// others, 48 kHz. Plain value with one owner; keeps its state across the parts of a sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audio/leveller.hpp"
#include "audio/pcm.hpp"
#include "audio/resampler.hpp"

namespace np {

class SpeechShaper {
 public:
  // `lufs`: how loud the sentence will be, as far as is known.
  SpeechShaper(int rate_hz, std::optional<double> lufs);

  // Full scale is 1. nullptr while there is nothing to give out.
  PcmPtr push(std::span<const float> samples);
  PcmPtr push(std::span<const std::int16_t> samples);
  // The rest of the sentence and `pause` of silence; nullptr when nothing was heard. It ends the sentence.
  PcmPtr finish(Duration pause);
  // After finish: how loud the sentence was before, in LUFS; nullopt: too short to tell.
  std::optional<double> measured() const { return leveller_.measured(); }

 private:
  std::size_t samples_in(Duration time) const;
  void shorten_quiet();
  PcmPtr pass_on(std::span<const float> sound);

  const int rate_hz_;
  const float quiet_level_;
  const float dc_pole_;
  std::optional<Resampler> resampler_;  // nullopt: there is nothing to change
  Leveller leveller_;
  float last_in_ = 0;
  float last_out_ = 0;
  bool begun_ = false;
  std::vector<float> quiet_;  // since the last sound; given out when more sound comes
};

}  // namespace np
