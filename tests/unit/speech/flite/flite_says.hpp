// What flite makes of a text.
#pragma once

#include <string>

#include "base/manual_loop.hpp"
#include "speech/flite/flite_voice.hpp"
#include "speech/speak_to_pcm.hpp"

namespace np::test {

inline PcmChunk flite_says(const std::string& text) {
  ManualLoop loop;
  const TextReader reader;
  FliteVoice voice(reader);
  return speak_to_pcm(voice, loop, text);
}

}  // namespace np::test
