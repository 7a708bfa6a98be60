// Makes a voice's raw sound fit to be heard, sentence by sentence: no offset, peaks about -3 dBFS, the silence around
// the sentence cut off and a pause of the right length set instead, 48 kHz. Plain value with one owner; keeps its state
// across the parts of a sentence.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audio/pcm.hpp"
#include "audio/resampler.hpp"

namespace np {

class SpeechShaper {
 public:
  // `gain` brings the voice's usual peaks to -3 dBFS.
  SpeechShaper(int rate_hz, float gain);

  // nullptr while there is nothing to give out.
  PcmPtr push(std::span<const std::int16_t> samples);
  // The rest of the sentence and `pause` of silence; nullptr when nothing was heard. Then the next sentence may begin.
  PcmPtr finish(Duration pause);

 private:
  std::size_t samples_in(Duration time) const;

  const int rate_hz_;
  const float gain_;
  const float dc_pole_;
  Resampler resampler_;
  float last_in_ = 0;
  float last_out_ = 0;
  bool begun_ = false;
  std::vector<float> quiet_;  // since the last sound; given out when more sound comes
};

}  // namespace np
