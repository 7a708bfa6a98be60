// A whole text as sound, for commands: blocks until all of it is made. Throws Error when there is nothing to speak in
// it or the voice fails.
#pragma once

#include <string>

#include "audio/pcm.hpp"

namespace np {

PcmChunk speak_to_pcm(const std::string& text);

}  // namespace np
