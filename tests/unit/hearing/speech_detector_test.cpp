// The network that the build fetches, on sound that a synthesiser speaks, and files that hold no such network.
#include "hearing/speech_detector.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numbers>
#include <random>

#include "base/error.hpp"
#include "base/manual_loop.hpp"
#include "hearing/messages.hpp"
#include "hearing/programme.hpp"
#include "messages.hpp"
#include "onnx/messages.hpp"
#include "unit/perception/onnx_file.hpp"
#include "unit/speech/flite/flite_says.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::says;
using testing::_;

constexpr const char* kSaid = "The goalkeeper throws the ball to the left and runs back to his line.";

std::vector<std::int16_t> tone(double seconds) {
  std::vector<std::int16_t> sound(static_cast<std::size_t>(seconds * kSampleRate));
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double t = static_cast<double>(i) / kSampleRate;
    double value = 0;
    for (const double hz : {220., 277., 330., 440.}) value += std::sin(2 * std::numbers::pi * hz * t);
    sound[i] = static_cast<std::int16_t>(1500 * value * (0.6 + 0.4 * std::sin(5 * t)));
  }
  return sound;
}

std::vector<std::int16_t> noise(double seconds) {
  std::vector<std::int16_t> sound(static_cast<std::size_t>(seconds * kSampleRate));
  std::minstd_rand random(1);
  std::normal_distribution<double> value(0, 800);
  for (auto& sample : sound) sample = static_cast<std::int16_t>(std::clamp(value(random), -32000., 32000.));
  return sound;
}

// A show that listens.
class Show {
 public:
  Show(ManualLoop& loop, const SpeechDetector& detector)
      : loop_(loop), ear_(detector.open_ear(loop, [this](const Heard& heard) {
          programme.hear(heard);
          for (const float likely : heard.speech) likelies.push_back(likely);
        })) {}

  // In blocks of 20 ms, as a source gives them.
  void hear(const std::vector<std::int16_t>& sound) {
    for (std::size_t from = 0; from < sound.size(); from += 960) {
      auto block = std::make_shared<SoundBlock>(now);
      block->samples.assign(sound.begin() + static_cast<std::ptrdiff_t>(from),
                            sound.begin() + static_cast<std::ptrdiff_t>(std::min(from + 960, sound.size())));
      now = block->end();
      ear_->hear(block);
      while (ear_->waiting() > 2s) ASSERT_TRUE(loop_.wait_posted(60s));
    }
  }
  // Until all was heard but for the last tenth of a second.
  void listen() {
    while (!programme.heard_until() || now - *programme.heard_until() > 150ms) ASSERT_TRUE(loop_.wait_posted(60s));
  }
  double share_of_speech() const {
    return static_cast<double>(std::ranges::count_if(likelies, [](float l) { return l >= 0.5F; })) /
           static_cast<double>(std::max<std::size_t>(likelies.size(), 1));
  }
  void reset() { ear_->reset(); }

  Programme programme;
  std::vector<float> likelies;
  TimePoint now{1h};

 private:
  ManualLoop& loop_;
  std::unique_ptr<Ear> ear_;
};

class SpeechDetectorTest : public testing::Test {
 protected:
  void SetUp() override {
    detector.wait_loaded();
    ASSERT_TRUE(detector.status().ready) << detector.status().detail;
  }
  static const std::vector<std::int16_t>& speech() {
    static const std::vector<std::int16_t> sound = test::flite_says(kSaid).samples;
    return sound;
  }
  ManualLoop loop;
  const SpeechDetector detector{hearing_file("")};
};

TEST_F(SpeechDetectorTest, HearsASpeakerAndNeitherMusicNorNoiseNorSilence) {
  for (const auto& quiet : {std::vector<std::int16_t>(5 * kSampleRate), tone(5), noise(5)}) {
    Show show(loop, detector);
    show.hear(quiet);
    show.listen();
    EXPECT_LT(show.share_of_speech(), 0.02);
  }
  Show show(loop, detector);
  show.hear(speech());
  show.listen();
  EXPECT_GT(show.share_of_speech(), 0.75);
}

TEST_F(SpeechDetectorTest, KnowsWhereTheSpeechBeginsAndEnds) {
  Show show(loop, detector);
  const TimePoint start = show.now;
  show.hear(noise(3));
  const TimePoint from = show.now;
  show.hear(speech());
  const TimePoint until = show.now;
  show.hear(tone(4));
  show.listen();
  const auto before = show.programme.next_silence(start, show.now);
  ASSERT_TRUE(before);
  EXPECT_NEAR(to_seconds(before->until - from), 0, 0.3);
  const auto behind = show.programme.next_silence(from + 1s, show.now);
  ASSERT_TRUE(behind);
  EXPECT_TRUE(behind->open);
  EXPECT_NEAR(to_seconds(behind->from - until), 0, 0.5);
  EXPECT_TRUE(show.programme.speech_at(from + (until - from) / 2));
}

TEST_F(SpeechDetectorTest, SeveralShowsHaveTheirTurns) {
  std::vector<std::unique_ptr<Show>> shows;
  for (int i = 0; i < 4; ++i) shows.push_back(std::make_unique<Show>(loop, detector));
  for (int i = 0; i < 4; ++i) shows[i]->hear(i % 2 ? speech() : tone(4));
  for (const auto& show : shows) show->listen();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(shows[i]->share_of_speech() > 0.5, i % 2 == 1) << i;
}

TEST_F(SpeechDetectorTest, AnotherProgrammeHasNothingOfTheOneBefore) {
  Show show(loop, detector);
  show.hear(speech());
  show.reset();
  show.likelies.clear();
  show.now += 1min;
  show.hear(std::vector<std::int16_t>(2 * kSampleRate));
  show.listen();
  EXPECT_EQ(show.share_of_speech(), 0);
}

TEST_F(SpeechDetectorTest, NobodyIsToldAfterTheEarIsGone) {
  auto show = std::make_unique<Show>(loop, detector);
  show->hear(std::vector<std::int16_t>(kSampleRate));
  show.reset();
  Show other(loop, detector);
  other.hear(std::vector<std::int16_t>(kSampleRate));
  other.listen();
}

TEST_F(SpeechDetectorTest, BlocksWithoutSamplesAreNothing) {
  const auto ear = detector.open_ear(loop, [](const Heard&) { FAIL(); });
  ear->hear(nullptr);
  ear->hear(std::make_shared<SoundBlock>());
  EXPECT_EQ(ear->waiting(), 0s);
}

class BadSpeechFileTest : public testing::Test {
 protected:
  ~BadSpeechFileTest() override { fs::remove(file); }
  void write(const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }
  // What it says where it cannot be loaded; nobody hears anything then, and nothing waits for ever.
  std::string detail() {
    const SpeechDetector detector(file);
    detector.wait_loaded();
    EXPECT_FALSE(detector.status().ready);
    EXPECT_FALSE(detector.status().loading);
    const auto ear = detector.open_ear(loop, [](const Heard&) { FAIL(); });
    for (int i = 0; i < 100; ++i) {
      auto block = std::make_shared<SoundBlock>(TimePoint{1h} + i * 20ms);
      block->samples.resize(960);
      ear->hear(block);
    }
    return detector.status().detail;
  }
  ManualLoop loop;
  const fs::path file = fs::temp_directory_path() / ("nerdpudding-hearing-" + std::to_string(getpid()) + ".onnx");
};

TEST_F(BadSpeechFileTest, IsNotThere) { EXPECT_THAT(detail(), says(messages::kNetworkNotThere, _, "HEARING_MODEL")); }

TEST_F(BadSpeechFileTest, IsCutOff) {
  std::ifstream in(hearing_file(""), std::ios::binary);
  std::string bytes(500'000, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  write(bytes);
  EXPECT_THAT(detail(), says(messages::kNetworkDamaged, _, "HEARING_MODEL"));
}

TEST_F(BadSpeechFileTest, IsAnotherNetwork) {
  write(test::OnnxFile().input("x", {1}).output("y", {1}).node("Identity", {"x"}, "y").bytes());
  EXPECT_THAT(detail(), says(messages::kOtherNetwork, _, "HEARING_MODEL", "silero_vad.onnx"));
}

TEST(SpeechDetectorSettingTest, Off) {
  EXPECT_TRUE(hearing_file("off").empty());
  const SpeechDetector detector(hearing_file("off"));
  EXPECT_FALSE(detector.status().ready || detector.status().loading);
  EXPECT_EQ(detector.status().detail, messages::kHearingFileOff);
}

TEST(SpeechDetectorSettingTest, AFile) { EXPECT_EQ(hearing_file("ears/mine.onnx"), "ears/mine.onnx"); }

}  // namespace
}  // namespace np
