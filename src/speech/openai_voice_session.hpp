// One show's sentences for a speech server, asked one after the other on a thread and a connection of its own, so that
// cancel() cuts the request at once and disturbs nobody else.
#pragma once

#include <atomic>
#include <expected>
#include <string>

#include "audio/pcm.hpp"
#include "base/answers.hpp"
#include "base/worker_thread.hpp"
#include "net/api_server.hpp"
#include "net/http_client.hpp"
#include "speech/outage.hpp"
#include "speech/usual_loudness.hpp"
#include "speech/voice.hpp"

namespace np {

class OpenAiVoiceSession final : public VoiceSession {
 public:
  // What is referred to must outlive the session; how the server fares is told to `outage`.
  OpenAiVoiceSession(Loop& loop, const ApiServer& server, std::string model, std::string voice, Outage& outage,
                     UsualLoudness& loudness, const std::atomic<double>& speed);
  ~OpenAiVoiceSession() override;

  // A failure in the middle of a sentence ends that sentence with an error, after the sound that came before it. A
  // sentence is cut after 120 s of sound.
  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override;
  void cancel() override;

 private:
  using Ticket = Answers<PcmPtr>::Ticket;

  // Worker. `wait`: how long the server asks to be left alone, where it fails.
  std::expected<void, Error> stream(const std::string& text, const Ticket& ticket, Duration& wait);

  const ApiServer& server_;
  const std::string model_;
  const std::string voice_;
  Outage& outage_;
  UsualLoudness& loudness_;
  const std::atomic<double>& speed_;
  Answers<PcmPtr> answers_;
  HttpClient http_;  // used on the worker, cancelled from the loop
  WorkerThread worker_;
};

}  // namespace np
