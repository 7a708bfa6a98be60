// A voice at a distance: a server with OpenAI's /v1/audio/speech, whose sound is heard while it is still being made.
// After a failure it is not ready for a pause that grows; then the next sentence tries the server again.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "net/api_server.hpp"
#include "speech/seated.hpp"
#include "speech/server/outage.hpp"
#include "speech/server/voice_list.hpp"
#include "speech/usual_loudness.hpp"
#include "speech/voice.hpp"

namespace np {

struct SpeechServer {
  std::string url;  // with or without /v1
  std::string model = "tts-1";
  std::string voice = "alloy";
  std::string key;           // empty: none
  std::string instructions;  // how to speak, for models that heed it; empty: none
  // So long a sentence may take before it is heard, and so far fall behind what is heard of it: the show waits for it.
  Duration most_behind = std::chrono::seconds(8);
};
ApiServer server_for(const SpeechServer& settings);

// Each session has a thread and a connection of its own. A sentence that is given during a pause is tried all the same.
class OpenAiVoice final : public Voice {
 public:
  // `loop` is the one of all sessions.
  OpenAiVoice(Loop& loop, SpeechServer server);

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  // A session that says all its sentences in this voice of the server, whatever the seats have.
  std::unique_ptr<VoiceSession> open_session_as(Loop& loop, std::string voice);
  // `detail` is the newest failure until the server has spoken again, also when the voice is ready to try it.
  VoiceStatus status() const override;
  // Of the sentences that begin from now on, where the server knows of it: 1 is usual. Any thread.
  void set_speed(double speed) { speed_ = speed; }
  // Chooses the server's voice for a seat; at first, the one of the settings has both seats.
  void set_voice(std::string voice, Seat seat) { voices_.set(std::move(voice), seat); }
  const SpeechServer& settings() const { return settings_; }
  // The voices that the server lists, as far as they are known. Loop thread.
  const std::vector<std::string>& voice_names() { return list_.names(); }

 private:
  const SpeechServer settings_;
  const ApiServer server_;
  Outage outage_;
  UsualLoudness loudness_;
  Seated<std::string> voices_;
  std::atomic<double> speed_ = 1;
  std::atomic<unsigned> refused_ = 0;  // speech_server::Refused
  VoiceList list_;
};

}  // namespace np
