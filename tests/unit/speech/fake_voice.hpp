// A voice that does what a test says: it is ready when told so, and gives sound and ends when told so.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "speech/voice.hpp"

namespace np::test {

class FakeVoice final : public Voice {
 public:
  explicit FakeVoice(VoiceStatus status) : state(std::move(status)) {}

  std::unique_ptr<VoiceSession> open_session(Loop&) override { return std::make_unique<Session>(*this); }
  VoiceStatus status() const override { return state; }

  // One chunk for the oldest sentence that has not ended, of so many samples.
  void sound(std::size_t samples) {
    auto chunk = std::make_shared<PcmChunk>();
    chunk->samples.assign(samples, 7);
    pending.front().on_chunk(std::move(chunk));
  }
  void end(std::expected<void, Error> result = {}) {
    const auto done = std::move(pending.front().on_done);
    pending.erase(pending.begin());
    done(std::move(result));
  }

  struct Sentence {
    VoiceSession* session;
    std::string text;
    VoiceSession::ChunkFn on_chunk;
    VoiceSession::DoneFn on_done;
  };
  VoiceStatus state;
  std::vector<std::string> asked;  // all sentences so far
  std::vector<Sentence> pending;

 private:
  struct Session final : VoiceSession {
    explicit Session(FakeVoice& its_voice) : voice(its_voice) {}
    ~Session() override { cancel(); }
    void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override {
      voice.asked.push_back(sentence);
      voice.pending.push_back({this, std::move(sentence), std::move(on_chunk), std::move(on_done)});
    }
    void cancel() override {
      std::erase_if(voice.pending, [this](const Sentence& one) { return one.session == this; });
    }
    FakeVoice& voice;
  };
};

}  // namespace np::test
