// Somebody who has sentences spoken in a session of their own, and what they hear.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "speech/voice.hpp"

namespace np::test {

struct Listener {
  Listener(Voice& voice, ManualLoop& its_loop) : loop(its_loop), session(voice.open_session(its_loop)) {}

  void speak(const std::string& text) {
    session->speak(
        text,
        [this](PcmPtr chunk) {
          ++chunks;
          sound.insert(sound.end(), chunk->samples.begin(), chunk->samples.end());
        },
        [this](std::expected<void, Error> result) {
          ends.push_back(result ? "" : result.error().message());
          kinds.push_back(result ? ErrorKind::kEnded : result.error().kind());
        });
  }
  // Until so many sentences have ended.
  void wait_ends(std::size_t count) {
    while (ends.size() < count) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(60)));
  }
  void wait_sound() {
    while (sound.empty()) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(60)));
  }
  // Alone, and to the end.
  void say(const std::string& text) {
    sound.clear();
    speak(text);
    wait_ends(ends.size() + 1);
  }

  ManualLoop& loop;
  std::size_t chunks = 0;
  std::vector<std::int16_t> sound;
  std::vector<std::string> ends;  // each sentence's error; empty: it was spoken
  std::vector<ErrorKind> kinds;   // the same; kEnded: it was spoken
  std::unique_ptr<VoiceSession> session;
};

}  // namespace np::test
