#include "speech/voices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "messages.hpp"
#include "servers/scripted_server.hpp"
#include "speech/acoustic_network.hpp"
#include "speech/messages.hpp"
#include "unit/speech/listener.hpp"

namespace np {
namespace {

using test::Asked;
using test::Listener;
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
  for (const VoiceChoice& choice : voices.choices()) out.emplace_back(choice.key);
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
  for (const double speed : {0.0, -1.0, 0.79, 1.41, 1e300, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_FALSE(voices.set_speed(speed)) << speed;
  EXPECT_EQ(voices.speed(), 1.2);
  EXPECT_TRUE(voices.set_speed(0.8));
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
