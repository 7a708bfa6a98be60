// The voice at a distance against servers that speak well, badly and not at all.
#include "speech/server/openai_voice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "messages.hpp"
#include "net/messages.hpp"
#include "speech/messages.hpp"
#include "unit/speech/server/openai_voice_fixture.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Asked;
using test::Listener;
using test::OpenAiVoiceTest;
using test::says;
using test::ScriptedServer;
using test::tone;
using test::Wire;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kLimit = seconds(20);  // real time, for sockets

// Where a server waits until the test goes on.
class Gate {
 public:
  void open() {
    {
      std::lock_guard lock(mutex_);
      open_ = true;
    }
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kLimit, [this] { return open_; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

TEST_F(OpenAiVoiceTest, SpeaksRawSoundAsItComes) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    const std::string bytes = tone(24000);
    for (std::size_t at = 0; at < bytes.size(); at += 999) wire.chunk(bytes.substr(at, 999));  // samples are cut
    wire.end_chunked();
  });
  start(server.url() + "/v1", "k3y");
  show->say("Hello there.");
  EXPECT_THAT(show->ends, ElementsAre(""));
  expect_tone();
  const Asked asked = server.asked("/v1/audio/speech").at(0);
  for (const char* field : {R"("model":"kokoro")", R"("voice":"bella")", R"("input":"Hello there.")",
                            R"("response_format":"pcm")", "Authorization: Bearer k3y"})
    EXPECT_TRUE(asked.has(field)) << field;
}

TEST_F(OpenAiVoiceTest, IsToldHowToSpeakWhereThatIsWanted) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.answer(200, "audio/pcm", tone(24000)); });
  start(server.url());
  show->say("Hello.");
  EXPECT_FALSE(server.asked().at(0).has("instructions"));
  start({.url = server.url(), .instructions = "Whisper \"softly\"."});
  show->say("Hello.");
  EXPECT_TRUE(server.asked().at(1).has(R"("instructions":"Whisper \"softly\".")"));
}

TEST_F(OpenAiVoiceTest, EachSeatHasAVoiceOfItsOwn) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.answer(200, "audio/pcm", tone(24000)); });
  start(server.url());
  voice->set_voice("adam", Seat::kSecond);
  show->session->take_seat(Seat::kSecond);
  show->speak("It is quiet.");
  show->session->take_seat(Seat::kFirst);
  show->speak("Goal!");
  show->wait_ends(2);
  const auto asked = server.asked("/v1/audio/speech");
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_TRUE(asked[0].has(R"("voice":"adam")") && asked[0].has("quiet"));
  EXPECT_TRUE(asked[1].has(R"("voice":"bella")") && asked[1].has("Goal"));
}

TEST_F(OpenAiVoiceTest, WhatAServerSaysOfTheVoiceIsTold) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.answer(
        400, "application/json",
        R"({"detail":{"error":"validation_error","message":"Voice 'bella' not found. Available voices: af_heart"}})");
  });
  start(server.url());
  show->say("Hello.");
  EXPECT_THAT(show->ends.at(0), testing::AllOf(HasSubstr("Voice 'bella' not found. Available voices: af_heart"),
                                               HasSubstr("SPEECH_VOICE"), testing::Not(HasSubstr("SPEECH_MODEL"))));
}

// Servers that make one form of sound only, or know one way of speaking, say so in forms of their own.
TEST_F(OpenAiVoiceTest, WhatAServerRefusesIsLeftOutFromThenOn) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    if (asked.has(R"("pcm")"))
      return wire.answer(422, "application/json",
                         R"({"detail":[{"type":"literal_error","loc":["body","response_format"],)"
                         R"("msg":"Input should be 'wav', 'opus' or 'mp3'"}]})");
    if (asked.has("speed"))
      return wire.answer(400, "application/json",
                         R"({"error":{"message":"`speed` is not supported with this model"}})");
    if (asked.has("instructions"))
      return wire.answer(422, "application/json",
                         R"({"detail":[{"type":"extra_forbidden","loc":["body","instructions"],)"
                         R"("msg":"Extra inputs are not permitted"}]})");
    wire.answer(200, "audio/pcm", tone(24000));
  });
  start({.url = server.url(), .instructions = "Whisper."});
  voice->set_speed(1.15);
  show->say("Hello there.");
  EXPECT_THAT(show->ends, ElementsAre(""));
  expect_tone();
  ASSERT_THAT(server.asked(), SizeIs(4));
  show->say("Goodbye.");
  EXPECT_THAT(show->ends, ElementsAre("", ""));
  ASSERT_THAT(server.asked(), SizeIs(5));
  EXPECT_TRUE(server.asked()[4].has(R"("response_format":"wav")"));
}

TEST_F(OpenAiVoiceTest, AServerThatRefusesEverythingIsAskedThreeTimesMore) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.answer(422, "application/json", R"({"detail":"response_format, speed and instructions are wrong"})");
  });
  start({.url = server.url(), .instructions = "Whisper."});
  voice->set_speed(1.15);
  show->say("Hello.");
  EXPECT_THAT(show->ends, ElementsAre(HasSubstr("speech server")));
  EXPECT_THAT(server.asked(), SizeIs(4));
}

TEST_F(OpenAiVoiceTest, ListsTheServersVoicesWhereItCan) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    if (asked.path != "/v1/voices") return wire.answer(404, "application/json", R"({"detail":"Not Found"})");
    wire.answer(200, "application/json", R"({"voices":[{"name":"en-US-AvaNeural"},{"name":"en-US-GuyNeural"}]})");
  });
  start(server.url());
  EXPECT_THAT(voice->voice_names(), IsEmpty()) << "nobody knows yet";
  while (voice->voice_names().empty()) ASSERT_TRUE(loop.wait_posted(kLimit));
  EXPECT_THAT(voice->voice_names(), ElementsAre("en-US-AvaNeural", "en-US-GuyNeural"));
  const auto asked = server.asked().size();
  loop.advance(seconds(29));
  (void)voice->voice_names();
  EXPECT_EQ(server.asked().size(), asked);
  loop.advance(seconds(1));
  (void)voice->voice_names();
  server.wait_asked("/v1/voices", 2);
}

TEST_F(OpenAiVoiceTest, IsReadyUntilItFails) {
  start("http://somebody:s3cret@voices.example:8880/v1", "k3y");
  const VoiceStatus status = voice->status();
  EXPECT_EQ(status.name, "bella at voices.example:8880");
  EXPECT_TRUE(status.ready);
  EXPECT_FALSE(status.starting);
  EXPECT_EQ(status.detail + status.awaited, "");
}

TEST_F(OpenAiVoiceTest, SoundIsHeardBeforeTheSentenceIsComplete) {
  Gate heard;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    heard.wait();
    wire.end_chunked();
  });
  start(server.url());
  show->speak("Hello.");
  show->wait_sound();
  EXPECT_THAT(show->ends, IsEmpty());
  heard.open();
  show->wait_ends(1);
}

TEST_F(OpenAiVoiceTest, IsReadyToTryAgainAfterAPauseThatGrows) {
  std::atomic<bool> well = false;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    if (!well) return wire.answer(500, "text/plain", "");
    wire.answer(200, "audio/pcm", tone(24000));
  });
  start(server.url());
  for (const int pause : {1, 2, 4, 8, 16, 30, 30}) {
    EXPECT_TRUE(voice->status().ready);
    show->say("Hello.");
    EXPECT_THAT(show->ends.back(), HasSubstr(server.place()));
    EXPECT_FALSE(voice->status().ready);
    loop.advance(seconds(pause) - milliseconds(1));
    EXPECT_FALSE(voice->status().ready) << pause;
    loop.advance(milliseconds(1));
  }
  EXPECT_TRUE(voice->status().ready);
  EXPECT_EQ(voice->status().detail, show->ends.back()) << "nobody knows yet";
  well = true;
  show->say("Hello.");
  EXPECT_EQ(show->ends.back(), "");
  expect_tone();
  EXPECT_EQ(voice->status().detail, "");
  well = false;
  show->say("Hello.");
  loop.advance(seconds(1));
  EXPECT_TRUE(voice->status().ready) << "the first pause again";
}

TEST_F(OpenAiVoiceTest, SessionsThatFailTogetherAreOneFailure) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.answer(500, "text/plain", ""); });
  start(server.url());
  Listener other(*voice, loop);
  for (Listener* one : {&*show, &other}) one->speak("Hello.");
  show->wait_ends(1);
  other.wait_ends(1);
  loop.advance(seconds(1));
  EXPECT_TRUE(voice->status().ready);
}

TEST_F(OpenAiVoiceTest, AServerThatAsksToWaitIsLeftAlone) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.answer(429, "text/plain", "", "Retry-After: 90\r\n"); });
  start(server.url());
  show->say("One.");
  loop.advance(seconds(89));
  EXPECT_FALSE(voice->status().ready);
  loop.advance(seconds(1));
  EXPECT_TRUE(voice->status().ready);
}

TEST_F(OpenAiVoiceTest, ASentenceThatBreaksOffEndsWithAnError) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    wire.close();
  });
  start(server.url());
  show->say("One.");
  EXPECT_THAT(show->ends, ElementsAre(says(messages::kAnswerBrokeOff, server.place())));
  EXPECT_GT(show->sound.size(), kSampleRate / 4u);
  EXPECT_FALSE(voice->status().ready);
}

TEST_F(OpenAiVoiceTest, SentencesKeepTheirOrderWhetherTheySucceedOrNot) {
  std::atomic<int> count = 0;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    if (++count % 2 == 0) return wire.answer(500, "text/plain", "");
    wire.answer(200, "audio/pcm", tone(24000));
  });
  start(server.url());
  std::vector<int> order;
  int ends = 0;
  for (int i = 0; i < 6; ++i)
    show->session->speak(
        i == 3 ? "..." : "Go.", [&, i](PcmPtr) { order.push_back(i); },
        [&, i](std::expected<void, Error>) {
          order.push_back(i);
          ++ends;
        });
  while (ends < 6) ASSERT_TRUE(loop.wait_posted(kLimit));
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST_F(OpenAiVoiceTest, WithoutWordsNobodyIsAsked) {
  start("http://127.0.0.1:9");
  show->speak("");
  show->speak("... !");
  show->wait_ends(2);
  EXPECT_THAT(show->ends, ElementsAre("", ""));
  EXPECT_THAT(show->sound, IsEmpty());
}

TEST_F(OpenAiVoiceTest, WithoutWordsNothingIsLearntOfTheServer) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.answer(500, "text/plain", ""); });
  start(server.url());
  show->say("Hello.");
  show->say("...");
  EXPECT_EQ(show->ends.back(), "");
  EXPECT_FALSE(voice->status().ready);
}

TEST_F(OpenAiVoiceTest, RefusesWhatGoesOverItsBounds) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.wait_closed(); });
  start(server.url());
  show->speak("Go.");
  server.wait_asked("/v1/audio/speech", 1);
  for (int i = 0; i < 69; ++i) show->speak("Go.");
  show->speak(std::string(VoiceSession::kMaxBytes + 1, 'x'));
  loop.run_posted();
  ASSERT_THAT(show->ends, SizeIs(6)) << "one is spoken, 64 wait";
  EXPECT_THAT(show->ends[0], says(messages::kVoiceIsBehind, 64));
  EXPECT_THAT(show->ends[5], says(messages::kTextTooLong));
  EXPECT_TRUE(voice->status().ready) << "that is no failure of the server";
}

TEST_F(OpenAiVoiceTest, CancelEndsEverythingAtOnce) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    if (asked.has("endless")) wire.wait_closed();
    wire.end_chunked();
  });
  start(server.url());
  for (int i = 0; i < 5; ++i) {
    show->sound.clear();
    show->speak("An endless sentence.");
    show->speak("Another one.");
    show->wait_sound();
    show->session->cancel();
    show->sound.clear();
    loop.run_posted();
    EXPECT_THAT(show->sound, IsEmpty());
    EXPECT_THAT(show->ends, IsEmpty());
  }
  show->say("Go on.");
  expect_tone();
  EXPECT_TRUE(voice->status().ready) << "to be cancelled is no failure";
  EXPECT_THAT(show->ends, ElementsAre(""));
}

TEST_F(OpenAiVoiceTest, CancelCutsNoRequestOfAnotherSession) {
  Gate cut;
  ScriptedServer server([&](const Asked& asked, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    if (asked.has("endless")) {
      wire.wait_closed();
      cut.open();
    } else {
      cut.wait();  // this one goes on when the other one was cut
    }
    wire.end_chunked();
  });
  start(server.url());
  Listener other(*voice, loop);
  show->speak("An endless sentence.");
  other.speak("One.");
  other.speak("Two.");
  show->wait_sound();
  other.wait_sound();
  show->session->cancel();
  other.wait_ends(2);
  EXPECT_THAT(other.ends, ElementsAre("", ""));
  EXPECT_NEAR(static_cast<double>(other.sound.size()), 2 * kSampleRate * 0.8, 1200);
  EXPECT_THAT(show->ends, IsEmpty());
  EXPECT_TRUE(voice->status().ready);
}

TEST_F(OpenAiVoiceTest, MayBeCancelledOrDestroyedByItsOwnCallback) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    for (int i = 0; i < 10; ++i) wire.chunk(tone(24000));
    wire.end_chunked();
  });
  start(server.url());
  int chunks = 0;
  show->session->speak(
      "Go.",
      [&](PcmPtr) {
        if (++chunks == 2) show->session->cancel();
      },
      [](std::expected<void, Error>) { FAIL() << "cancelled, yet ended"; });
  while (chunks < 2) ASSERT_TRUE(loop.wait_posted(kLimit));
  show->session->speak("Go.", [](PcmPtr) {}, [&](std::expected<void, Error>) { show->session.reset(); });
  while (show->session) ASSERT_TRUE(loop.wait_posted(kLimit));
  loop.run_posted();
  EXPECT_EQ(chunks, 2);
}

TEST_F(OpenAiVoiceTest, AnEndlessSentenceIsCut) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    const std::string some = tone(24000);
    for (int i = 0; i < 1000; ++i) wire.chunk(some);
    wire.wait_closed();
  });
  start(server.url());
  show->say("Go.");
  EXPECT_THAT(show->ends, ElementsAre(""));
  EXPECT_GT(show->sound.size(), 119u * kSampleRate);
  EXPECT_LT(show->sound.size(), 125u * kSampleRate);
}

}  // namespace
}  // namespace np
