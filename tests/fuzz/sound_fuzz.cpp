// What a speech server sends as sound: WAV of any make, raw PCM.
#include <cmath>

#include "base/error.hpp"
#include "fuzz/fuzz.hpp"
#include "speech/server/speech_decoder.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  try {
    SpeechDecoder decoder(pieces.flag() ? "audio/wav" : "audio/pcm;rate=24000");
    for (const std::string_view piece : pieces.all()) decoder.push(piece);
    decoder.finish();
  } catch (const Error&) {
  }
  return 0;
}
