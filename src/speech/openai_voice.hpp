// A voice at a distance: a server with OpenAI's /v1/audio/speech, whose sound is heard while it is still being made.
// After a failure it is not ready for a pause that grows; then the next sentence tries the server again.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "net/api_server.hpp"
#include "speech/outage.hpp"
#include "speech/usual_loudness.hpp"
#include "speech/voice.hpp"

namespace np {

struct SpeechServer {
  std::string url;  // with or without /v1
  std::string model = "tts-1";
  std::string voice = "alloy";
  std::string key;  // empty: none
};

// Each session has a thread and a connection of its own. A sentence that is given during a pause is tried all the same.
class OpenAiVoice final : public Voice {
 public:
  // `loop` is the one of all sessions.
  OpenAiVoice(const Loop& loop, SpeechServer server);

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  // `detail` is the newest failure until the server has spoken again, also when the voice is ready to try it.
  VoiceStatus status() const override;
  // Of the sentences that begin from now on, where the server knows of it: 1 is usual. Any thread.
  void set_speed(double speed) { speed_ = speed; }

 private:
  const SpeechServer settings_;
  const ApiServer server_;
  Outage outage_;
  UsualLoudness loudness_;
  std::atomic<double> speed_ = 1;
};

}  // namespace np
