#include "speech/flite_voice.hpp"

#include <limits>
#include <string>
#include <utility>

#include "speech/flite.hpp"
#include "speech/flite_voice_session.hpp"

namespace np {

// A session has at most one turn in the worker's queue, so that their number bounds it.
FliteVoice::FliteVoice() : worker_("voice", std::numeric_limits<std::size_t>::max()) {}

std::unique_ptr<VoiceSession> FliteVoice::open_session(Loop& loop) {
  return std::make_unique<FliteVoiceSession>(loop, worker_);
}

VoiceStatus FliteVoice::status() const { return {.name = std::string("flite ") + flite::kVoice, .ready = true}; }

}  // namespace np
