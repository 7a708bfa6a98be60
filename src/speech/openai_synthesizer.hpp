// A voice at a distance: a server with OpenAI's /v1/audio/speech, whose sound is heard while it is still being made.
// Where it fails before the first sound of a sentence, a voice of our own takes over, and the server is tried again
// after a pause that grows.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "net/api_server.hpp"
#include "speech/synthesizer.hpp"

namespace np {

struct OpenAiVoice {
  std::string url;  // with or without /v1
  std::string model = "tts-1";
  std::string voice = "alloy";
  std::string key;  // empty: none
};

class OpenAiSynthesizer final : public Synthesizer {
 public:
  static constexpr std::size_t kMaxWaiting = 64;
  static constexpr std::size_t kMaxBytes = 20'000;  // a longer text is answered by an error

  // `fallback` calls back on `loop`, too.
  OpenAiSynthesizer(Loop& loop, OpenAiVoice voice, std::unique_ptr<Synthesizer> fallback);
  ~OpenAiSynthesizer() override;

  // A failure in the middle of a sentence ends that sentence with an error; it is not said twice.
  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override;
  void cancel() override;
  // The one that speaks now.
  std::string name() const override;

 private:
  struct Sentence {
    std::string text;
    ChunkFn on_chunk;
    DoneFn on_done;
  };

  // Loop thread.
  void next();
  void ask_server();
  void ask_fallback();
  void chunk(PcmPtr sound);
  struct Outcome {
    std::expected<void, Error> result;
    bool begun = false;  // sound was given
    Duration wait{};     // that the server asks for
  };
  void server_done(Outcome outcome);
  void done(std::expected<void, Error> result);
  bool in_outage() const { return pause_ > Duration::zero(); }

  // Worker.
  Outcome stream(const std::string& text, const std::function<void(PcmPtr)>& give);

  Loop& loop_;
  const OpenAiVoice voice_;
  const ApiServer server_;

  // Loop thread. The first of the queue is being spoken while busy_.
  std::deque<Sentence> queue_;
  bool busy_ = false;
  Duration pause_{};  // zero: the server is well
  TimePoint try_again_at_{};
  Lifetime answers_;

  std::unique_ptr<Synthesizer> fallback_;
  std::atomic<std::uint64_t> asked_ = 0;  // a sentence of an earlier number is not wanted any more
  HttpClient http_;                       // used on the worker, cancelled from the loop
  WorkerThread worker_;
};

}  // namespace np
