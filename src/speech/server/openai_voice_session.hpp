// One show's sentences for a speech server, asked one after the other on a thread and a connection of its own, so that
// cancel() cuts the request at once and disturbs nobody else.
#pragma once

#include <atomic>
#include <expected>
#include <functional>
#include <string>

#include "audio/pcm.hpp"
#include "base/answers.hpp"
#include "base/worker_thread.hpp"
#include "net/api_server.hpp"
#include "net/http_client.hpp"
#include "speech/server/outage.hpp"
#include "speech/usual_loudness.hpp"
#include "speech/voice.hpp"

namespace np {

struct SpeechServer;

class OpenAiVoiceSession final : public VoiceSession {
 public:
  // The voice that the session is one of.
  struct Of {
    const ApiServer& server;
    const SpeechServer& settings;
    Outage& outage;  // how the server fares is told there
    UsualLoudness& loudness;
    const std::atomic<double>& speed;
    std::atomic<unsigned>& refused;  // what the server is not sent any more
  };
  // The objects in `of` must outlive the session. `who`: the server's name of the voice in that seat; loop thread.
  OpenAiVoiceSession(Loop& loop, const Of& of, std::function<std::string(Seat)> who);
  ~OpenAiVoiceSession() override;

  // A failure in the middle of a sentence ends that sentence with an error, after the sound that came before it; so
  // does a server that falls further behind its sound than SpeechServer::most_behind. A sentence is cut after 120 s of
  // sound.
  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override;
  void take_seat(Seat seat) override { seat_ = seat; }
  void cancel() override;

 private:
  using Ticket = Answers<PcmPtr>::Ticket;

  // Worker. `wait`: how long the server asks us to wait, if it fails.
  std::expected<void, Error> stream(const std::string& text, const std::string& voice, const Ticket& ticket,
                                    Duration& wait);

  const Of of_;
  const std::function<std::string(Seat)> who_;
  Seat seat_ = Seat::kFirst;
  Answers<PcmPtr> answers_;
  HttpClient http_;  // used on the worker, cancelled from the loop
  WorkerThread worker_;
};

}  // namespace np
