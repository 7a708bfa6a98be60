// The voice at a distance against servers that take their time: sound at the pace of speech, or bytes without end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "base/format.hpp"
#include "messages.hpp"
#include "net/messages.hpp"
#include "speech/server/openai_voice.hpp"
#include "unit/speech/server/openai_voice_fixture.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using test::Asked;
using test::OpenAiVoiceTest;
using test::says;
using test::ScriptedServer;
using test::tone;
using test::Wire;
using testing::ElementsAre;

TEST_F(OpenAiVoiceTest, AServerThatTricklesHasFailed) {
  // Bytes without end, each soon after the other: no silence, and never a sentence.
  const auto trickles = [](const char* type, const std::string& front, const std::string& piece) {
    return [=](const Asked&, Wire& wire) {
      wire.begin_chunked(type);
      wire.chunk(front);
      while (wire.send(np::format("{:x}\r\n{}\r\n", piece.size(), piece))) std::this_thread::sleep_for(milliseconds(5));
    };
  };
  using namespace std::string_literals;
  ScriptedServer sound(trickles("audio/pcm", "\0\0"s, "\0\0"s));
  start({.url = sound.url(), .most_behind = milliseconds(100)});
  show->say("Hello.");
  EXPECT_THAT(show->ends, ElementsAre(says(messages::kAnswerNotFinished, sound.place())));
  EXPECT_FALSE(voice->status().ready);

  ScriptedServer headers(trickles("audio/wav", "RIFF1234WAVE", "LIST\0\0\0\0"s));
  start({.url = headers.url(), .most_behind = milliseconds(100)});
  show->say("Hello.");
  EXPECT_THAT(show->ends.back(), says(messages::kAnswerNotFinished, headers.place()));
}

TEST_F(OpenAiVoiceTest, WhoSpeaksAtLengthMayTakeAsLong) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    // A second of sound each time, in less than a second.
    for (int i = 0; i < 4; ++i) {
      wire.chunk(tone(24000) + tone(24000));
      std::this_thread::sleep_for(milliseconds(550));
    }
    wire.end_chunked();
  });
  start({.url = server.url(), .most_behind = milliseconds(2000)});
  show->say("Hello.");
  EXPECT_THAT(show->ends, ElementsAre(""));
}

}  // namespace
}  // namespace np
