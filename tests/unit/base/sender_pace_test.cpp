// How soon a sender that has fallen silent may be taken for gone.
#include "base/sender_pace.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Sender {
  SenderPace pace;
  TimePoint now{seconds(1000)};

  void sends(Duration each, Duration how_long) {
    for (const TimePoint end = now + how_long; now < end; now += each) pace.heard(now);
  }
};

TEST(SenderPace, OneThatSendsEvenlyIsSilentSoon) {
  Sender camera;
  camera.sends(milliseconds(40), seconds(3));
  EXPECT_EQ(camera.pace.patience(), SenderPace::kLeast);
  EXPECT_FALSE(camera.pace.is_silent(camera.now + milliseconds(300)));
  EXPECT_TRUE(camera.pace.is_silent(camera.now + milliseconds(500)));
}

TEST(SenderPace, OneThatMakesPausesHasTime) {
  Sender screen;
  screen.sends(milliseconds(300), seconds(3));
  EXPECT_EQ(screen.pace.patience(), milliseconds(600));
  screen.sends(seconds(1), seconds(3));
  EXPECT_EQ(screen.pace.patience(), SenderPace::kMost);
}

TEST(SenderPace, APauseIsRememberedForAWhile) {
  Sender camera;
  camera.sends(milliseconds(40), seconds(4));
  camera.now += milliseconds(400);
  camera.sends(milliseconds(40), seconds(4));
  EXPECT_GT(camera.pace.patience(), milliseconds(800));
  camera.sends(milliseconds(40), 2 * SenderPace::kLately);
  EXPECT_EQ(camera.pace.patience(), SenderPace::kLeast);
}

TEST(SenderPace, NothingIsKnownOfOneThatHasJustCome) {
  Sender camera;
  EXPECT_FALSE(camera.pace.is_silent(camera.now + seconds(60))) << "it has sent nothing yet";
  camera.sends(milliseconds(40), milliseconds(500));
  EXPECT_EQ(camera.pace.patience(), SenderPace::kMost);
}

}  // namespace
}  // namespace np
