// A whole text as sound, for commands: blocks until all of it is made. Throws Error when there is nothing to speak in
// it or the voice fails.
#pragma once

#include <string>

#include "audio/pcm.hpp"
#include "base/manual_loop.hpp"
#include "speech/voice.hpp"

namespace np {

PcmChunk speak_to_pcm(Voice& voice, ManualLoop& loop, const std::string& text);

}  // namespace np
