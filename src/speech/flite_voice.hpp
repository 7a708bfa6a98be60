// The built-in voice: flite in this process, nothing to download, always ready. It works at about 60 times real time on
// one thread for all sessions, which take turns, a sentence each. The first sound of a sentence is there 10 to 60 ms
// after its turn has begun, by its length.
#pragma once

#include <memory>

#include "base/worker_thread.hpp"
#include "speech/voice.hpp"

namespace np {

// Its sessions take any text: what cannot be spoken (see speakable()) is left out; nothing left is no error, only
// silence. A long text is spoken sentence by sentence. A pause of 250 ms follows a sentence, of 120 ms one that ends in
// a comma or the like.
class FliteVoice final : public Voice {
 public:
  FliteVoice();

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  VoiceStatus status() const override;

 private:
  WorkerThread worker_;
};

}  // namespace np
