// The neural voice with its own file, which the build fetches, and with files that are none.
#include "speech/neural/neural_voice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "audio/audio_stream.hpp"
#include "audio/loudness_meter.hpp"
#include "base/manual_loop.hpp"
#include "messages.hpp"
#include "onnx/messages.hpp"
#include "speech/messages.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "unit/perception/onnx_file.hpp"
#include "unit/speech/listener.hpp"
#include "unit/speech/neural/pitch_of.hpp"
#include "unit/speech/sentence.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using test::kSentence;
using test::Listener;
using test::middle_pitch;
using test::says;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kLong =
    "The striker in the red shirt runs past the last two defenders and passes the ball to the left wing where nobody "
    "has followed the young winger who has all the time in the world";

class NeuralVoiceTest : public testing::Test {
 protected:
  void SetUp() override {
    voice->wait_loaded();
    ASSERT_TRUE(voice->status().ready) << voice->status().detail;
  }

  ManualLoop loop;
  const TextReader reader;
  std::unique_ptr<NeuralVoice> voice =
      std::make_unique<NeuralVoice>(voice_file(""), NeuralVoice::Manner{.name = "Clara"}, reader);
  Listener show{*voice, loop};
};

double lufs(const std::vector<std::int16_t>& sound, double* peak = nullptr) {
  std::vector<float> samples;
  for (const std::int16_t sample : sound) samples.push_back(static_cast<float>(sample) / 32768);
  LoudnessMeter meter(kSampleRate);
  meter.push(samples);
  if (peak) *peak = meter.true_peak();
  return meter.integrated();
}

double first_heard_s(const std::vector<std::int16_t>& sound) {
  const auto first = std::ranges::find_if(sound, [](int sample) { return std::abs(sample) > 655; });
  return static_cast<double>(first - sound.begin()) / kSampleRate;
}

double silence_behind_s(const std::vector<std::int16_t>& sound) {
  const auto last = std::ranges::find_last_if(sound, [](int sample) { return std::abs(sample) > 655; });
  return static_cast<double>(last.size()) / kSampleRate;
}

TEST_F(NeuralVoiceTest, SoundComesInPartsAndThenTheEnd) {
  show.say(kSentence);
  EXPECT_THAT(show.ends, ElementsAre(""));
  EXPECT_GT(show.chunks, 10u);
  EXPECT_GT(show.sound.size(), 2u * kSampleRate);
  EXPECT_EQ(voice->status().name, "Clara");
}

TEST_F(NeuralVoiceTest, LinesAreEquallyLoudAndNoPeakIsTooHigh) {
  for (const VoiceStyle style : {VoiceStyle{1, 1}, VoiceStyle{0.62F, 0.86F, 0.8F}}) {
    voice->set_manner({.name = "", .style = style});
    for (const char* line : {kSentence, "Three people are in view now.", "Has he really seen that?", kLong,
                             "Goal! What a shot! The crowd goes wild."}) {
      show.say(line);
      double peak = 0;
      EXPECT_NEAR(lufs(show.sound, &peak), -18, 1.5) << line;
      EXPECT_LE(peak, -0.9) << line;
    }
  }
}

TEST_F(NeuralVoiceTest, TheSilenceAroundASentenceIsAPauseOfSpeech) {
  for (const char* sentence : {kSentence, "Three people are in view now.", "Fifth, the thief.", "She has it."}) {
    show.say(sentence);
    EXPECT_LE(first_heard_s(show.sound), 0.04) << sentence;
    EXPECT_GE(silence_behind_s(show.sound), 0.25) << sentence;
    EXPECT_LE(silence_behind_s(show.sound), 0.4) << sentence;
  }
}

TEST_F(NeuralVoiceTest, SpeedAndPersonCount) {
  show.say(kSentence);
  const auto usual = static_cast<double>(show.sound.size());
  voice->set_manner({.name = "Clara", .style = {}, .speed = 1.4});
  show.say(kSentence);
  EXPECT_LT(static_cast<double>(show.sound.size()), usual * 0.85);
  voice->set_manner({.name = "Victor", .style = {0.62F, 0.86F}, .speed = 1});
  show.say(kSentence);
  EXPECT_NEAR(static_cast<double>(show.sound.size()), usual, usual / 10);
  EXPECT_EQ(voice->status().name, "Victor");
}

TEST_F(NeuralVoiceTest, EachSeatAndEachOwnSessionSpeaksInItsManner) {
  voice->set_manner({.name = "Victor", .style = {0.62F, 0.86F}, .speed = 1}, Seat::kSecond);
  const auto pitch = [&](Listener& one, Seat seat) {
    one.session->take_seat(seat);
    one.say(kSentence);
    return middle_pitch(one.sound);
  };
  const double first = pitch(show, Seat::kFirst);
  EXPECT_LT(pitch(show, Seat::kSecond), 0.8 * first);
  EXPECT_NEAR(pitch(show, Seat::kFirst), first, 1);
  Listener own(*voice, loop);
  own.session = voice->open_session_as(loop, {.name = "June", .style = {1.3F, 1}, .speed = 1});
  EXPECT_GT(pitch(own, Seat::kSecond), 1.15 * first);
  EXPECT_EQ(voice->status().name, "Clara");
}

TEST_F(NeuralVoiceTest, QuestionsAndExclamationsAreHeard) {
  struct Heard {
    double highest = 0, last = 0;
  };
  const auto heard = [&](const char* text) {
    show.say(text);
    std::vector<double> pitches = test::pitches_of(show.sound);
    std::erase(pitches, 0.0);
    EXPECT_GT(pitches.size(), 10u);
    const auto end = std::span(pitches).last(4);
    Heard all{.last = *std::ranges::max_element(end)};
    std::ranges::sort(pitches);
    all.highest = pitches[pitches.size() * 9 / 10];
    return all;
  };
  for (const VoiceStyle style : {VoiceStyle{1, 1}, VoiceStyle{0.62F, 0.86F, 0.8F}}) {
    voice->set_manner({.name = "", .style = style});
    const Heard told = heard("It is a goal.");
    EXPECT_GT(heard("Is it a goal?").last, 1.2 * told.last);
    EXPECT_GT(heard("It is a goal?").last, 1.2 * told.last);
    EXPECT_GT(heard("It is a goal!").highest, 1.08 * told.highest);
  }
}

// Between two sentences of a line, as it is heard.
TEST_F(NeuralVoiceTest, BetweenSentencesOfALineIsAPauseOfSpeech) {
  for (const char* line :
       {"Three people are in view. A dog runs past them.", "Goal! What a shot!", "Who is she? Nobody knows."}) {
    show.say(line);
    double longest = 0, run = 0;
    bool begun = false;
    for (std::size_t i = 0; i + 2 * kSampleRate / 5 < show.sound.size(); ++i) {
      const bool loud = std::abs(show.sound[i]) > 655;
      begun |= loud;
      run = loud || !begun ? 0 : run + 1.0 / kSampleRate;
      longest = std::max(longest, run);
    }
    EXPECT_GE(longest, 0.25) << line;
    EXPECT_LE(longest, 0.4) << line;
  }
}

// What is playing when a new instruction comes is gone within two blocks, and no step in the sound clicks.
TEST_F(NeuralVoiceTest, AnInterruptedLineFadesOut) {
  AudioStream stream(loop);
  std::vector<std::int16_t> heard;
  std::unique_ptr<AudioStream::Listener> ear;
  ear = stream.listen([&] {
    while (const auto block = ear->next()) heard.insert(heard.end(), block->samples.begin(), block->samples.end());
  });
  show.session->speak(kLong, [&](PcmPtr chunk) { stream.write(std::move(chunk)); }, [](std::expected<void, Error>) {});
  const auto play = [&](Duration time) {
    for (const TimePoint end = loop.now() + time; loop.now() < end;) loop.advance(AudioStream::kBlock);
  };
  while (!stream.speaking()) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(loop.wait_posted(seconds(60)));
  // In the middle of a loud sound.
  play(std::chrono::milliseconds(300));
  for (int i = 0; i < 20 && std::ranges::max(std::span(heard).last(AudioStream::kBlockSamples)) < 8000; ++i)
    play(AudioStream::kBlock);
  ASSERT_GT(std::ranges::max(std::span(heard).last(AudioStream::kBlockSamples)), 8000);
  const std::size_t interrupted = heard.size();
  show.session->cancel();
  stream.interrupt();
  play(std::chrono::milliseconds(200));
  const auto after = std::span(heard).subspan(interrupted);
  EXPECT_TRUE(std::ranges::any_of(after.first(AudioStream::kBlockSamples), [](int sample) {
    return std::abs(sample) > 300;
  })) << "it fades, and is not cut";
  EXPECT_TRUE(std::ranges::all_of(after.subspan(AudioStream::kBlockSamples), [](int sample) { return sample == 0; }));
  const auto steepest = [](std::span<const std::int16_t> sound) {
    int most = 0;
    for (std::size_t i = 1; i < sound.size(); ++i) most = std::max(most, std::abs(sound[i] - sound[i - 1]));
    return most;
  };
  EXPECT_LE(steepest(std::span(heard).subspan(interrupted - 1)), steepest(std::span(heard).first(interrupted)));
}

TEST_F(NeuralVoiceTest, NothingSpeakableIsSilenceAndNoError) {
  for (const char* text : {"", "🙂 ...", "\x1B", "?!", ","}) show.say(text);
  EXPECT_THAT(show.ends, Each(""));
  EXPECT_EQ(show.chunks, 0u);
}

TEST_F(NeuralVoiceTest, ATextWithoutEndIsSpoken) {
  std::string text;
  while (text.size() < 10000) text += "and then they run on ";
  show.speak(text);
  show.wait_sound();
  show.session->cancel();
  show.say(std::string(10000, 'a'));
  show.say(std::string(VoiceSession::kMaxBytes + 1, 'a'));
  EXPECT_THAT(show.ends, ElementsAre("", says(messages::kTextTooLong)));
}

TEST_F(NeuralVoiceTest, CancelGivesTheWorkerToWhoWaits) {
  Listener other(*voice, loop);
  for (int i = 0; i < 9; ++i) {
    show.speak(kLong);
    // Before the network's work, in it, and after some of the sound.
    for (int n = 0; n < i % 3; ++n) ASSERT_TRUE(loop.wait_posted(seconds(60)));
    show.session->cancel();
    show.sound.clear();
    bool ended = false;
    other.session->speak("", [](PcmPtr) {}, [&](std::expected<void, Error>) { ended = true; });
    while (!ended) ASSERT_TRUE(loop.wait_posted(seconds(60)));
    EXPECT_TRUE(show.sound.empty()) << "nothing of a cancelled sentence comes after";
  }
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(NeuralVoiceTest, CancelLeavesTheSentencesOfAnotherSession) {
  Listener other(*voice, loop);
  other.say("Three people are in view.");
  const auto alone = static_cast<double>(other.sound.size());
  other.sound.clear();
  for (int i = 0; i < 3; ++i) {
    show.speak(kLong);
    other.speak("Three people are in view.");
  }
  show.wait_sound();
  show.session->cancel();
  other.wait_ends(4);
  EXPECT_THAT(other.ends, Each(""));
  EXPECT_NEAR(static_cast<double>(other.sound.size()), 3 * alone, kSampleRate / 100.0);
  EXPECT_THAT(show.ends, IsEmpty());
}

TEST_F(NeuralVoiceTest, ManyShowsTakeTurnsWithinASentence) {
  std::vector<std::unique_ptr<Listener>> shows;
  for (int i = 0; i < 4; ++i) shows.push_back(std::make_unique<Listener>(*voice, loop));
  for (const auto& one : shows) one->speak(kLong);
  while (!std::ranges::all_of(shows, [](const auto& one) { return one->chunks > 0; }))
    ASSERT_TRUE(loop.wait_posted(seconds(60)));
  EXPECT_THAT(shows.front()->ends, IsEmpty()) << "the last one is heard before the first one is done";
  for (const auto& one : shows) one->wait_ends(1);
}

TEST_F(NeuralVoiceTest, DestructionWhileSpeakingCallsNothingBack) {
  for (int i = 0; i < 10; ++i) show.speak(kLong);
  show.wait_sound();
  show.chunks = 0;
  show.session.reset();
  voice.reset();
  loop.run_posted();
  EXPECT_EQ(show.chunks, 0u);
  EXPECT_THAT(show.ends, IsEmpty());
}

class NeuralVoiceFile : public testing::Test {
 protected:
  NeuralVoiceFile() {
    std::string name = (fs::temp_directory_path() / "nerdpudding-XXXXXX").string();
    if (mkdtemp(name.data())) folder_ = name;
  }
  ~NeuralVoiceFile() override { fs::remove_all(folder_); }

  fs::path file(const std::string& bytes) const {
    std::ofstream(folder_ / "voice.onnx", std::ios::binary) << bytes;
    return folder_ / "voice.onnx";
  }

  // Why this file is none, as everybody may read it. A sentence is then an error, so that another voice says it.
  std::string refusal(const fs::path& path) const {
    const TextReader reader;
    NeuralVoice voice(path, {.name = "Clara"}, reader);
    voice.wait_loaded();
    const VoiceStatus status = voice.status();
    EXPECT_FALSE(status.ready);
    EXPECT_FALSE(status.starting);
    ManualLoop loop;
    Listener show(voice, loop);
    show.say("Hello.");
    EXPECT_THAT(show.ends, ElementsAre(Not(IsEmpty())));
    EXPECT_THAT(show.sound, IsEmpty());
    EXPECT_THAT(status.detail, AllOf(EndsWith("."), Not(HasSubstr(folder_.string())), Not(HasSubstr("\n"))));
    return status.detail;
  }

  fs::path folder_;
};

TEST_F(NeuralVoiceFile, ThatIsNotThere) {
  EXPECT_THAT(refusal(folder_ / "none.onnx"), says(messages::kNetworkNotThere));
}
TEST_F(NeuralVoiceFile, ThatIsAFolder) { EXPECT_THAT(refusal(folder_), says(messages::kNetworkNoFile)); }
TEST_F(NeuralVoiceFile, ThatIsOff) { EXPECT_THAT(refusal({}), messages::kVoiceFileOff); }
TEST_F(NeuralVoiceFile, ThatIsNoNetwork) {
  EXPECT_THAT(refusal(file("")), says(messages::kNetworkDamaged));
  EXPECT_THAT(refusal(file("What is this?")), says(messages::kNetworkDamaged));
}
TEST_F(NeuralVoiceFile, ThatIsTruncated) {
  std::ifstream whole(voice_file(""), std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(whole), {});
  ASSERT_GT(bytes.size(), 7'000'000u);
  for (const std::size_t size : {100ul, bytes.size() / 2, bytes.size() - 1000})
    EXPECT_THAT(refusal(file(bytes.substr(0, size))), says(messages::kNetworkDamaged)) << size;
}
TEST_F(NeuralVoiceFile, ThatIsAnotherNetwork) {
  const auto other =
      test::OnnxFile().input("picture", {1, 4}).node("Identity", {"picture"}, "scores").output("scores", {1, 4});
  EXPECT_THAT(refusal(file(other.bytes())), says(messages::kOtherNetwork));
}

TEST(NeuralVoice, MayEndWhileItLoads) {
  const TextReader reader;
  for (int i = 0; i < 3; ++i) NeuralVoice(voice_file(""), {.name = "Clara"}, reader);
}

}  // namespace
}  // namespace np
