#include "models/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "models/patience.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr TimePoint kStart{1h};

Progress at(std::uint64_t done) { return {.name = "x.gguf", .done = done, .total = 5'000'000'000}; }

TEST(ByteText, IsDecimal) {
  EXPECT_EQ(byte_text(0), "0 KB");
  EXPECT_EQ(byte_text(12'345), "12 KB");
  EXPECT_EQ(byte_text(999'499), "999 KB");
  EXPECT_EQ(byte_text(999'500), "1 MB");
  EXPECT_EQ(byte_text(340'000'000), "340 MB");
  EXPECT_EQ(byte_text(999'500'000), "1.0 GB");
  EXPECT_EQ(byte_text(5'026'714'400), "5.0 GB");
}

TEST(SpeedMeter, IsUnknownAtFirst) {
  SpeedMeter speed;
  EXPECT_FALSE(speed.bytes_per_second());
  speed.add(kStart, at(0));
  speed.add(kStart + 400ms, at(100));
  EXPECT_FALSE(speed.bytes_per_second());
  speed.add(kStart + 500ms, at(500));
  EXPECT_DOUBLE_EQ(speed.bytes_per_second().value(), 1000);
}

TEST(SpeedMeter, IsThatOfTheLastTenSeconds) {
  SpeedMeter speed;
  std::uint64_t done = 0;
  TimePoint now = kStart;
  for (int i = 0; i < 1000; ++i) speed.add(now += 20ms, at(done += 2000));  // 100 KB/s for 20 s
  EXPECT_NEAR(speed.bytes_per_second().value(), 100'000, 3000);
  for (int i = 0; i < 600; ++i) speed.add(now += 20ms, at(done += 200));  // 10 KB/s for 12 s
  EXPECT_NEAR(speed.bytes_per_second().value(), 10'000, 1000);
}

TEST(SpeedMeter, BeginsAnewWithAnotherFileAndAfterAStepBack) {
  SpeedMeter speed;
  speed.add(kStart, at(0));
  speed.add(kStart + 1s, at(1000));
  speed.add(kStart + 2s, at(500));
  EXPECT_FALSE(speed.bytes_per_second());
  speed.add(kStart + 3s, at(700));
  EXPECT_DOUBLE_EQ(speed.bytes_per_second().value(), 200);
  Progress other = at(900);
  other.name = "y.gguf";
  speed.add(kStart + 4s, other);
  EXPECT_FALSE(speed.bytes_per_second());
}

TEST(ProgressLine, TellsShareSizeSpeedAndTime) {
  EXPECT_EQ(progress_line(at(2'100'000'000), 85e6), "x.gguf   42 %  2.1 GB of 5.0 GB  85 MB/s  0:34 left");
  EXPECT_EQ(progress_line(at(2'100'000'000), 100e3), "x.gguf   42 %  2.1 GB of 5.0 GB  100 KB/s  8:03:20 left");
  EXPECT_EQ(progress_line(at(0), std::nullopt), "x.gguf    0 %  0 KB of 5.0 GB");
  EXPECT_THAT(progress_line(at(1), 0.0), Not(HasSubstr("left")));
}

TEST(ProgressLine, TellsAlmostDoneFromDone) {
  EXPECT_THAT(progress_line(at(4'999'999'999), std::nullopt), HasSubstr(" 99 %"));
  EXPECT_THAT(progress_line(at(5'000'000'000), std::nullopt), HasSubstr("100 %"));
}

TEST(ProgressLine, DrawsABarWhereThereIsRoom) {
  const std::string wide = progress_line(at(2'500'000'000), 85e6, 120);
  EXPECT_THAT(wide, HasSubstr("[###############---------------]"));
  for (int width = 1; width <= 120; ++width)
    EXPECT_LE(progress_line(at(2'500'000'000), 85e6, width).size(), static_cast<std::size_t>(width));
  EXPECT_THAT(progress_line(at(2'500'000'000), 85e6, 50), Not(HasSubstr("[")));
}

TEST(ProgressLine, SaysThatItChecks) {
  Progress checking = at(0);
  checking.stage = Progress::Stage::kChecking;
  EXPECT_THAT(progress_line(checking, std::nullopt), testing::StartsWith("checking x.gguf"));
}

class PatienceTest : public testing::Test {
 protected:
  const Error why_{ErrorKind::kUnavailable, "gone"};
  std::vector<Duration> pauses_;
  Patience::PauseFn keep_ = [this](const Error& why, Duration pause) {
    EXPECT_STREQ(why.what(), "gone");
    pauses_.push_back(pause);
  };
};

TEST_F(PatienceTest, PausesGrowAndComeToAnEnd) {
  Patience patience(9, keep_);
  for (int i = 0; i < 8; ++i) patience.failed(why_);
  EXPECT_THAT(pauses_, ElementsAre(1s, 2s, 4s, 8s, 16s, 32s, 32s, 32s));
  EXPECT_THROW(patience.failed(why_), Error);
}

TEST_F(PatienceTest, ProgressBeginsAnew) {
  Patience patience(3, keep_);
  for (int i = 0; i < 10; ++i) {
    patience.failed(why_);
    patience.failed(why_);
    patience.progress();
  }
  EXPECT_EQ(pauses_.size(), 20u);
  EXPECT_EQ(pauses_.back(), 2s);
}

TEST_F(PatienceTest, HonoursWhatTheServerWantsWithinReason) {
  Patience patience(5, keep_);
  patience.failed(why_, 40s);
  patience.failed(why_, 1s);
  EXPECT_THAT(pauses_, ElementsAre(40s, 2s));
  EXPECT_THROW(patience.failed(why_, 1h), Error);
}

TEST_F(PatienceTest, OneTryIsOneTry) {
  Patience patience(1, keep_);
  EXPECT_THROW(patience.failed(why_), Error);
  EXPECT_TRUE(pauses_.empty());
}

}  // namespace
}  // namespace np
