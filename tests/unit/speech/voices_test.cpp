#include "speech/voices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "messages.hpp"
#include "servers/scripted_server.hpp"
#include "speech/messages.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "speech/voice_samples.hpp"
#include "unit/speech/listener.hpp"
#include "unit/speech/neural/pitch_of.hpp"

namespace np {
namespace {

using test::Asked;
using test::Listener;
using test::middle_pitch;
using test::says;
using test::ScriptedServer;
using test::Wire;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kGerman = "Ein Mann geht über die Straße.";

std::vector<std::string> keys(const Voices& voices) {
  std::vector<std::string> out;
  for (const VoiceChoice& choice : voices.choices()) out.push_back(choice.key);
  return out;
}

class VoicesTest : public testing::Test {
 protected:
  ManualLoop loop;
};

TEST_F(VoicesTest, WithoutAServerTheFirstIsChosen) {
  Voices voices(loop, {.file = voice_file("")});
  voices.wait_loaded();
  EXPECT_EQ(voices.chosen(), "clara");
  EXPECT_THAT(keys(voices), ElementsAre("clara", "victor", "june", "otto", "flite"));
  EXPECT_EQ(voices.status().name, "Clara");
  Listener show(voices, loop);
  show.say("Three people are in view.");
  EXPECT_THAT(show.ends, ElementsAre(""));
}

TEST_F(VoicesTest, AnotherIsHeardFromTheNextSentenceOn) {
  Voices voices(loop, {.file = voice_file("")});
  voices.wait_loaded();
  Listener show(voices, loop);
  std::vector<std::vector<std::int16_t>> sounds;
  for (const char* key : {"clara", "victor", "june", "otto", "flite"}) {
    ASSERT_TRUE(voices.choose(key));
    EXPECT_EQ(voices.chosen(), key);
    show.say("Three people are in view.");
    EXPECT_THAT(sounds, Each(testing::Ne(show.sound))) << key;
    sounds.push_back(show.sound);
  }
  EXPECT_EQ(voices.status().name, "flite rms");
  EXPECT_EQ(voices.status().awaited, "") << "it is the one that is wanted";
  EXPECT_THAT(show.ends, Each(""));
}

TEST_F(VoicesTest, WhatThereIsNotIsNotChosen) {
  Voices voices(loop, {.file = {}, .voice = "server", .speed = 1.2});
  EXPECT_EQ(voices.chosen(), "clara") << "told in the log";
  for (const char* key : {"", "nobody", "server", "Clara"}) {
    const auto done = voices.choose(key);
    ASSERT_FALSE(done) << key;
    EXPECT_EQ(done.error().kind(), ErrorKind::kInvalid);
    EXPECT_THAT(done.error().message(), AllOf(says(messages::kNoSuchVoice, key), HasSubstr("clara, victor")));
  }
  EXPECT_FALSE(voices.choose("server:bella"));
  EXPECT_FALSE(voices.open_session_as(loop, "nobody"));
  for (const double speed : {0.0, -1.0, 0.79, 1.41, 1e300, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_FALSE(voices.set_speed(speed)) << speed;
  EXPECT_EQ(voices.speed(), 1.2);
  EXPECT_TRUE(voices.set_speed(0.8));
}

TEST_F(VoicesTest, TheSpeedIsTheUsualOneUntilSomebodyChoosesAnother) {
  Voices voices(loop, {.file = {}});
  voices.set_usual_speed(1.15);
  EXPECT_EQ(voices.speed(), 1.15);
  EXPECT_TRUE(voices.set_speed(0.9));
  voices.set_usual_speed(0.95);
  EXPECT_EQ(voices.speed(), 0.9);
  EXPECT_EQ(voices.status().speed, 0.9);
  EXPECT_EQ(voices.usual_speed(), 0.95);
  EXPECT_TRUE(voices.set_speed(std::nullopt));
  EXPECT_EQ(voices.speed(), 0.95);

  Voices set(loop, {.file = {}, .speed = 1});
  set.set_usual_speed(1.15);
  EXPECT_EQ(set.speed(), 1) << "1 is a choice as well";
}

// What is heard, as a listener tells two people apart.
class BoothHeard : public VoicesTest, public testing::WithParamInterface<bool> {};

TEST_P(BoothHeard, TheTwoSeatsDifferInPitch) {
  Voices voices(loop, {.file = GetParam() ? voice_file("") : std::filesystem::path()});
  voices.wait_loaded();
  Listener show(voices, loop);
  for (const char* first : {"clara", "victor", "june", "flite"}) {
    ASSERT_TRUE(voices.choose(first));
    EXPECT_NE(voices.chosen(Seat::kSecond), first);
    show.session->take_seat(Seat::kFirst);
    show.say("Three people are in view, and the old man is waving.");
    const double one = middle_pitch(show.sound);
    show.session->take_seat(Seat::kSecond);
    show.say("Three people are in view, and the old man is waving.");
    const double two = middle_pitch(show.sound);
    EXPECT_GT(std::max(one, two), 1.2 * std::min(one, two)) << first << ": " << one << " and " << two << " Hz";
  }
  EXPECT_THAT(show.ends, Each(""));
}

INSTANTIATE_TEST_SUITE_P(All, BoothHeard, testing::Values(true, false),
                         [](const auto& info) { return info.param ? "Neural" : "FliteAlone"; });

TEST_F(VoicesTest, TheSecondSeatMayBeAnybodys) {
  Voices voices(loop, {.file = {}, .voice = "clara", .second = "otto"});
  EXPECT_EQ(voices.chosen(Seat::kSecond), "otto");
  ASSERT_TRUE(voices.choose("victor"));
  EXPECT_EQ(voices.chosen(Seat::kSecond), "otto");
  EXPECT_EQ(Voices(loop, {.file = {}, .second = "server"}).chosen(Seat::kSecond), "victor") << "told in the log";
}

TEST_F(VoicesTest, AVoiceIsHeardBeforeItIsChosen) {
  Voices voices(loop, {.file = voice_file("")});
  voices.wait_loaded();
  VoiceSamples samples(loop, voices);
  std::map<std::string, std::string> wavs;
  for (const VoiceChoice& choice : voices.choices()) {
    std::optional<std::expected<std::string, Error>> heard;
    samples.speak(choice.key, [&](auto wav) { heard = std::move(wav); });
    while (!heard) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(60)));
    ASSERT_TRUE(*heard) << choice.key;
    EXPECT_THAT(**heard, testing::StartsWith("RIFF"));
    EXPECT_GT((*heard)->size(), 2u * kSampleRate) << "more than a second";
    wavs[**heard] = choice.key;
  }
  EXPECT_EQ(wavs.size(), 5u) << "each sounds otherwise";
  EXPECT_EQ(voices.chosen(), "clara");
}

TEST_F(VoicesTest, OnlySomeSamplesAreSpokenAtOnceAndNoneOfWhoIsNotThere) {
  Voices voices(loop, {.file = {}});
  VoiceSamples samples(loop, voices);
  std::vector<std::string> ends;
  const auto done = [&](const std::expected<std::string, Error>& wav) {
    ends.push_back(wav ? "well" : wav.error().message());
  };
  samples.speak("nobody", done);
  EXPECT_THAT(ends.back(), says(messages::kNoSuchVoice, "nobody"));
  for (std::size_t i = 0; i < VoiceSamples::kMostAtOnce + 1; ++i) samples.speak("flite", done);
  EXPECT_EQ(ends.back(), messages::kManySamples);
  while (ends.size() < 2 + VoiceSamples::kMostAtOnce) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(60)));
  EXPECT_EQ(std::ranges::count(ends, "well"), static_cast<int>(VoiceSamples::kMostAtOnce));
  samples.speak("clara", done);
  while (ends.size() < 3 + VoiceSamples::kMostAtOnce) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(60)));
  EXPECT_NE(ends.back(), "well") << "nobody stands in for a sample";
}

TEST_F(VoicesTest, AServersVoicesAreChosenByTheirNames) {
  ScriptedServer server([&](const Asked& asked, Wire& wire) {
    if (asked.path == "/v1/audio/voices") return wire.answer(200, "application/json", R"({"voices":["bella","adam"]})");
    wire.answer(200, "audio/pcm", std::string(48000, '\1'));
  });
  Voices voices(loop,
                {.server = SpeechServer{.url = server.url(), .voice = "bella"}, .file = {}, .second = "server:eve"});
  (void)voices.choices();
  while (keys(voices).size() < 8) ASSERT_TRUE(loop.wait_posted(std::chrono::seconds(60)));
  EXPECT_THAT(keys(voices),
              ElementsAre("clara", "victor", "june", "otto", "flite", "server", "server:adam", "server:eve"));
  Listener show(voices, loop);
  show.say("One.");
  ASSERT_TRUE(voices.choose("server:adam"));
  show.say("Two.");
  show.session->take_seat(Seat::kSecond);
  show.say("Three.");
  const auto asked = server.asked("/v1/audio/speech");
  ASSERT_THAT(asked, SizeIs(3));
  EXPECT_TRUE(asked[0].has(R"("voice":"bella")"));
  EXPECT_TRUE(asked[1].has(R"("voice":"adam")"));
  EXPECT_TRUE(asked[2].has(R"("voice":"eve")"));
  EXPECT_THAT(voices.status().name, testing::StartsWith("adam at "));
  EXPECT_EQ(voices.status().chosen, "server:adam");
}

TEST_F(VoicesTest, WithoutItsFileFliteSpeaks) {
  Voices voices(loop, {.file = {}});
  Listener show(voices, loop);
  show.say("Three people are in view.");
  EXPECT_THAT(show.sound, testing::Not(IsEmpty()));
  EXPECT_EQ(voices.status().name, "flite rms");
  EXPECT_EQ(voices.status().awaited, messages::kVoiceFileOff);
}

TEST_F(VoicesTest, OtherLanguagesAreSilenceAndTold) {
  Voices voices(loop, {.file = {}});
  Listener show(voices, loop);
  EXPECT_FALSE(voices.speaks(kGerman));
  show.say(kGerman);
  EXPECT_THAT(show.ends, ElementsAre(""));
  EXPECT_THAT(show.sound, IsEmpty());
  EXPECT_EQ(voices.status().detail, messages::kForeignLanguage);
  show.say("Three people are in view.");
  EXPECT_EQ(voices.status().detail, "");
}

TEST_F(VoicesTest, TheServerSpeaksWhereItIsChosenAndOtherLanguagesWhereItIsNot) {
  ScriptedServer server([&](const Asked&, Wire& wire) { wire.answer(200, "audio/pcm", std::string(48000, '\1')); });
  Voices voices(loop, {.server = SpeechServer{.url = server.url(), .voice = "bella"}, .file = {}});
  EXPECT_EQ(voices.chosen(), kServerVoice);
  Listener show(voices, loop);
  show.say("Goal!");
  ASSERT_THAT(server.asked(), SizeIs(1));
  EXPECT_FALSE(server.asked()[0].has("speed"));

  ASSERT_TRUE(voices.choose("flite"));
  show.say("Goal!");
  EXPECT_THAT(server.asked(), SizeIs(1));
  EXPECT_EQ(voices.status().name, "flite rms");
  show.say(kGerman);
  EXPECT_THAT(server.asked(), SizeIs(2)) << "it speaks what the other one does not";
  EXPECT_EQ(voices.status().detail, "");

  ASSERT_TRUE(voices.choose("server"));
  ASSERT_TRUE(voices.set_speed(1.25));
  show.say("Goal!");
  ASSERT_THAT(server.asked(), SizeIs(3));
  EXPECT_TRUE(server.asked()[2].has("speed"));
  EXPECT_THAT(show.ends, Each(""));
}

}  // namespace
}  // namespace np
