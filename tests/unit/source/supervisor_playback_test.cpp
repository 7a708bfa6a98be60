// What the supervisor makes of a file that people pause and go through.
#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SupervisorPlaybackTest : public SupervisorTest {
 protected:
  std::string refusal(const PlaybackWish& wish) {
    const auto result = supervisor.play(wish);
    if (result) return "";
    EXPECT_EQ(result.error().kind(), ErrorKind::kConflict);
    return result.error().message();
  }
};

TEST_F(SupervisorPlaybackTest, OnlyAFileCanBePaused) {
  EXPECT_THAT(refusal({.paused = true}), says(messages::kNoFileToPlay)) << "there is none";
  start("rtsp://cam/1");
  EXPECT_THAT(refusal({.paused = true}), says(messages::kNoFileToPlay)) << "nor will there be";
  open();
  EXPECT_THAT(refusal({.paused = true}), says(messages::kNoFileToPlay));
  EXPECT_EQ(supervisor.playback(), std::nullopt);
  EXPECT_THAT(source->wishes, IsEmpty());
}

TEST_F(SupervisorPlaybackTest, AFileThatIsBeingOpenedWaits) {
  start();
  EXPECT_THAT(refusal({.position = seconds(3)}), says(messages::kFileNotOpenYet));
  open_file();
  EXPECT_EQ(refusal({.position = seconds(3)}), "");
  EXPECT_EQ(supervisor.playback()->position, seconds(3));
}

TEST_F(SupervisorPlaybackTest, WhatCannotBeGoneThroughCanBeBegunAnew) {
  start();
  open_file(false);
  EXPECT_THAT(refusal({.position = seconds(3)}), says(messages::kOnlyFromItsBeginning));
  EXPECT_EQ(refusal({.position = seconds(0)}), "");
  EXPECT_EQ(refusal({.paused = true, .loop = false}), "");
  EXPECT_EQ(source->wishes.size(), 2u);
}

TEST_F(SupervisorPlaybackTest, FilesToComeRepeatOrDoNot) {
  supervisor.set_looping(false);
  start();
  open_file();
  ASSERT_EQ(source->wishes.size(), 1u);
  EXPECT_EQ(source->wishes[0].loop, false);
  EXPECT_EQ(refusal({.loop = true}), "") << "it may be told otherwise";
  EXPECT_EQ(source->wishes.back().loop, true);
}

TEST_F(SupervisorPlaybackTest, APausedFileIsLiveHoweverLong) {
  start();
  open_file();
  EXPECT_EQ(refusal({.paused = true}), "");
  loop.advance(minutes(10));
  EXPECT_EQ(state(), "live");
  EXPECT_TRUE(supervisor.playback()->paused);
  EXPECT_EQ(supervisor.snapshot().pictures_per_s, 0);
}

TEST_F(SupervisorPlaybackTest, TellsOfEachChange) {
  start();
  open_file();
  EXPECT_EQ(playbacks_told, 1) << "there is one";
  EXPECT_EQ(refusal({.paused = true}), "");
  EXPECT_EQ(playbacks_told, 2);
  playback_changes([](Playback& p) { ++p.lap; });
  EXPECT_EQ(playbacks_told, 3);
}

TEST_F(SupervisorPlaybackTest, AtItsEndItStandsAndPlaysAgain) {
  start();
  open_file();
  playback_changes([](Playback& p) { p.ended = true; });
  EXPECT_EQ(state(), "ended");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kHasEnded, "/clips/a.mp4"));
  EXPECT_FALSE(supervisor.running());
  wait_alive(1);
  loop.advance(minutes(10));
  EXPECT_EQ(state(), "ended") << "nobody waits for pictures";
  supervisor.set_demand({.pictures = true});
  EXPECT_TRUE(source->demand.pictures) << "its last picture is still to be had";

  EXPECT_EQ(refusal({.position = seconds(0)}), "");
  playback_changes([](Playback& p) { p.ended = false; });
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().gone, std::nullopt) << "it was no interruption";
  EXPECT_EQ(opened, 1);
}

TEST_F(SupervisorPlaybackTest, WhatBreaksAtItsEndIsOverForGood) {
  start("http://host/a.mp4");
  open_file();
  playback_changes([](Playback& p) { p.ended = true; });
  end();
  EXPECT_EQ(state(), "ended");
  EXPECT_EQ(supervisor.playback(), std::nullopt);
  EXPECT_THAT(refusal({.paused = false}), says(messages::kNoFileToPlay));
  loop.advance(minutes(1));
  EXPECT_EQ(opened, 1);
  start();
  open_file();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorPlaybackTest, AnotherSourceTakesThePlaceOfOneThatHasEnded) {
  start();
  open_file();
  playback_changes([](Playback& p) { p.ended = true; });
  replace("/clips/b.mp4");
  loop.run_posted();
  open_file();
  EXPECT_EQ(supervisor.snapshot().name, "/clips/b.mp4");
  wait_alive(1);
}

TEST_F(SupervisorPlaybackTest, WhatIsWishedForGoodOutlastsABreakAndNoPlaceDoes) {
  start("http://host/a.mp4");
  open_file();
  EXPECT_EQ(refusal({.paused = true, .position = seconds(20), .loop = false}), "");
  end();
  EXPECT_EQ(supervisor.playback(), std::nullopt) << "it is away";
  EXPECT_THAT(refusal({.paused = false}), says(messages::kFileNotOpenYet));
  loop.advance(seconds(2));
  ASSERT_EQ(opened, 2);
  open_file();
  ASSERT_EQ(source->wishes.size(), 1u);
  EXPECT_TRUE(*source->wishes[0].paused);
  EXPECT_FALSE(*source->wishes[0].loop);
  EXPECT_FALSE(source->wishes[0].position);
  replace("/clips/b.mp4");
  open_file();
  EXPECT_THAT(source->wishes, IsEmpty()) << "another file, other wishes";
}

}  // namespace
}  // namespace np::test
