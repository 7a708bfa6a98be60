#include "speech/stand_in_voice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "base/manual_loop.hpp"
#include "messages.hpp"
#include "servers/scripted_server.hpp"
#include "speech/flite/flite_voice.hpp"
#include "speech/messages.hpp"
#include "speech/server/openai_voice.hpp"
#include "unit/speech/fake_voice.hpp"
#include "unit/speech/listener.hpp"

namespace np {
namespace {

using std::chrono::seconds;
using test::Asked;
using test::FakeVoice;
using test::Listener;
using test::says;
using test::ScriptedServer;
using test::Wire;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const VoiceStatus kReady{.name = "Kokoro", .ready = true};
const VoiceStatus kLoading{.name = "Kokoro", .starting = true, .detail = "The voice Kokoro loads."};
const VoiceStatus kAway{.name = "Kokoro", .detail = "Kokoro is away."};

class StandInVoiceTest : public testing::Test {
 protected:
  ManualLoop loop;
  std::unique_ptr<FakeVoice> wanted_voice = std::make_unique<FakeVoice>(kReady);
  std::unique_ptr<FakeVoice> other_voice = std::make_unique<FakeVoice>(VoiceStatus{.name = "flite", .ready = true});
  FakeVoice& wanted = *wanted_voice;
  FakeVoice& other = *other_voice;
  StandInVoice voice{std::move(wanted_voice), std::move(other_voice)};
  Listener show{voice, loop};
};

TEST_F(StandInVoiceTest, TheWantedVoiceSpeaksWhenItIsReady) {
  show.speak("One.");
  wanted.sound(5);
  wanted.sound(6);
  loop.run_posted();
  EXPECT_THAT(show.sound, SizeIs(11)) << "as it comes";
  EXPECT_THAT(show.ends, IsEmpty());
  wanted.end();
  loop.run_posted();
  EXPECT_THAT(show.ends, ElementsAre(""));
  EXPECT_THAT(other.asked, IsEmpty());
  EXPECT_EQ(voice.status().name, "Kokoro");
  EXPECT_EQ(voice.status().awaited, "");
}

TEST_F(StandInVoiceTest, TheStandInSpeaksWhileTheWantedVoiceLoads) {
  wanted.state = kLoading;
  show.speak("One.");
  show.speak("Two.");
  EXPECT_THAT(other.asked, ElementsAre("One."));
  const VoiceStatus status = voice.status();
  EXPECT_EQ(status.name, "flite");
  EXPECT_TRUE(status.ready);
  EXPECT_TRUE(status.starting);
  EXPECT_EQ(status.awaited, "The voice Kokoro loads.");

  other.sound(3);
  wanted.state = kReady;
  other.sound(3);
  other.end();
  EXPECT_THAT(wanted.asked, ElementsAre("Two.")) << "the first one was wholly the stand-in's";
  wanted.sound(9);
  wanted.end();
  loop.run_posted();
  EXPECT_THAT(show.ends, ElementsAre("", ""));
  EXPECT_THAT(show.sound, SizeIs(15));
  EXPECT_EQ(voice.status().name, "Kokoro");
}

TEST_F(StandInVoiceTest, ASentenceThatFailsBeforeItsFirstSoundIsTheStandIns) {
  show.speak("One.");
  show.speak("Two.");
  wanted.end(std::unexpected(Error(ErrorKind::kUnavailable, "Kokoro has no memory.")));
  EXPECT_THAT(other.asked, ElementsAre("One."));
  EXPECT_EQ(voice.status().name, "flite");
  EXPECT_EQ(voice.status().awaited, "Kokoro has no memory.");
  other.sound(3);
  other.end();
  EXPECT_THAT(wanted.asked, ElementsAre("One.", "Two.")) << "it still says that it is ready";
  EXPECT_EQ(voice.status().name, "flite") << "nobody has heard it since";
  wanted.sound(5);
  EXPECT_EQ(voice.status().name, "Kokoro");
  EXPECT_EQ(voice.status().awaited, "");
  wanted.end();
  loop.run_posted();
  EXPECT_THAT(show.ends, ElementsAre("", ""));
  EXPECT_THAT(show.sound, SizeIs(8));
}

TEST_F(StandInVoiceTest, ASentenceThatBreaksOffIsNotSaidTwice) {
  show.speak("One.");
  wanted.sound(5);
  wanted.state = kAway;
  wanted.end(std::unexpected(Error(ErrorKind::kUnavailable, "It broke off.")));
  show.speak("Two.");
  loop.run_posted();
  EXPECT_THAT(show.ends, ElementsAre("It broke off."));
  EXPECT_THAT(other.asked, ElementsAre("Two."));
  EXPECT_EQ(voice.status().awaited, "Kokoro is away.");
}

TEST_F(StandInVoiceTest, AnErrorOfTheStandInIsTheSentences) {
  wanted.state = kAway;
  show.speak("One.");
  other.end(std::unexpected(Error(ErrorKind::kInternal, "No sound.")));
  loop.run_posted();
  EXPECT_THAT(show.ends, ElementsAre("No sound."));
}

TEST_F(StandInVoiceTest, CancelReachesBothVoicesAndNoOtherSession) {
  Listener two(voice, loop);
  for (const VoiceStatus& state : {kReady, kAway}) {
    wanted.state = state;
    FakeVoice& speaking = state.ready ? wanted : other;
    show.speak("One.");
    show.speak("Two.");
    two.speak("Three.");
    speaking.sound(1);
    show.session->cancel();
    loop.run_posted();
    EXPECT_THAT(show.sound, IsEmpty());
    EXPECT_THAT(show.ends, IsEmpty());
    ASSERT_THAT(speaking.pending, SizeIs(1));
    speaking.sound(2);
    speaking.end();
    loop.run_posted();
    EXPECT_THAT(two.sound, SizeIs(2));
    EXPECT_THAT(two.ends, ElementsAre(""));
    show.speak("Four.");
    speaking.end();
    loop.run_posted();
    EXPECT_THAT(show.ends, ElementsAre(""));
    for (Listener* one : {&show, &two}) {
      one->sound.clear();
      one->ends.clear();
    }
  }
}

TEST_F(StandInVoiceTest, MayBeCancelledOrDestroyedByItsOwnCallback) {
  int chunks = 0;
  show.session->speak(
      "One.",
      [&](PcmPtr) {
        ++chunks;
        show.session->cancel();
      },
      [](std::expected<void, Error>) { FAIL() << "cancelled, yet ended"; });
  wanted.sound(1);
  wanted.sound(1);
  loop.run_posted();
  EXPECT_EQ(chunks, 1);
  EXPECT_THAT(wanted.pending, IsEmpty());
  show.session->speak("Two.", [](PcmPtr) {}, [&](std::expected<void, Error>) { show.session.reset(); });
  show.session->speak("Three.", [](PcmPtr) {}, [](std::expected<void, Error>) { FAIL(); });
  wanted.end();
  loop.run_posted();
  EXPECT_FALSE(show.session);
  EXPECT_THAT(wanted.pending, IsEmpty());
}

TEST_F(StandInVoiceTest, RefusesWhatGoesOverItsBounds) {
  for (int i = 0; i < 70; ++i) show.speak("Go.");
  show.speak(std::string(VoiceSession::kMaxBytes + 1, 'x'));
  loop.run_posted();
  ASSERT_THAT(show.ends, SizeIs(6)) << "one is spoken, 64 wait";
  EXPECT_THAT(show.ends[0], says(messages::kVoiceIsBehind, 64));
  EXPECT_THAT(show.ends[5], says(messages::kTextTooLong));
  for (int i = 0; i < 65; ++i) wanted.end();
  loop.run_posted();
  EXPECT_THAT(show.ends, SizeIs(71));
}

// The two that the program puts together.
TEST(StandInVoice, FliteSpeaksWhileTheSpeechServerIsAway) {
  std::atomic<bool> well = true;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    if (!well) return wire.answer(500, "text/plain", "");
    wire.answer(200, "audio/pcm", std::string(4800, '\1'));
  });
  ManualLoop loop;
  const TextReader reader;
  StandInVoice voice(std::make_unique<OpenAiVoice>(loop, SpeechServer{.url = server.url(), .voice = "bella"}),
                     std::make_unique<FliteVoice>(reader));
  Listener show(voice, loop);
  const std::string far = "bella at " + server.place();
  show.say("Goal!");
  EXPECT_EQ(voice.status().name, far);
  const std::size_t short_sound = show.sound.size();

  well = false;
  for (int i = 0; i < 3; ++i) {
    show.say("Three people are in view.");
    EXPECT_GT(show.sound.size(), 2 * short_sound) << "flite's";
    EXPECT_EQ(voice.status().name, "flite rms");
    EXPECT_THAT(voice.status().awaited, HasSubstr(server.place()));
  }
  EXPECT_THAT(server.asked(), SizeIs(2)) << "left alone after its failure";

  well = true;
  loop.advance(seconds(1));
  EXPECT_EQ(voice.status().name, "flite rms") << "nobody knows yet";
  show.say("Goal!");
  EXPECT_EQ(voice.status().name, far);
  EXPECT_EQ(voice.status().awaited, "");
  EXPECT_EQ(show.sound.size(), short_sound);
  EXPECT_THAT(show.ends, testing::Each(""));
}

}  // namespace
}  // namespace np
