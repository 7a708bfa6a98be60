// The voice at a distance in front of a server that a test scripts; right sound is half a second of a tone.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/manual_loop.hpp"
#include "servers/scripted_server.hpp"
#include "speech/server/openai_voice.hpp"
#include "unit/speech/listener.hpp"

namespace np::test {

inline constexpr double kTone = 440;

// Half a second of a tone, signed 16 bit little-endian.
inline std::string tone(int rate, int channels = 1) {
  std::string bytes;
  for (int i = 0; i < rate / 2; ++i) {
    const auto sample =
        static_cast<std::int16_t>(std::lround(12000 * std::sin(2 * std::numbers::pi * kTone * i / rate)));
    for (int c = 0; c < channels; ++c) {
      bytes += static_cast<char>(sample & 0xFF);
      bytes += static_cast<char>(sample >> 8 & 0xFF);
    }
  }
  return bytes;
}

// How much of the sound is that tone: 1 is all.
inline double purity(const std::vector<std::int16_t>& sound) {
  double sine = 0, cosine = 0, power = 0;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double phase = 2 * std::numbers::pi * kTone * static_cast<double>(i) / kSampleRate;
    sine += sound[i] * std::sin(phase);
    cosine += sound[i] * std::cos(phase);
    power += static_cast<double>(sound[i]) * sound[i];
  }
  return power == 0 ? 0 : 2 * (sine * sine + cosine * cosine) / (power * static_cast<double>(sound.size()));
}

class OpenAiVoiceTest : public testing::Test {
 protected:
  void start(const std::string& url, std::string key = "") {
    start({.url = url, .model = "kokoro", .voice = "bella", .key = std::move(key)});
  }
  void start(SpeechServer server) {
    voice.emplace(loop, std::move(server));
    show.emplace(*voice, loop);
  }
  // The tone and the pause after it.
  void expect_tone() {
    std::vector<std::int16_t>& sound = show->sound;
    EXPECT_NEAR(static_cast<double>(sound.size()), kSampleRate * 0.8, 600);
    ASSERT_GT(sound.size(), kSampleRate / 2u);
    sound.resize(kSampleRate / 2);
    EXPECT_GT(purity(sound), 0.98);
  }

  ManualLoop loop;
  std::optional<OpenAiVoice> voice;
  std::optional<Listener> show;
};

}  // namespace np::test
