#include "supervised.hpp"

namespace np::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(SupervisorTest, StartsAndTells) {
  EXPECT_EQ(state(), "stopped");
  EXPECT_FALSE(supervisor.running());
  start();
  EXPECT_THAT(states, IsEmpty()) << "never from within start()";
  EXPECT_TRUE(supervisor.running());
  loop.run_posted();
  EXPECT_THAT(states, ElementsAre("connecting"));
  EXPECT_THAT(answers, IsEmpty());
  open();
  EXPECT_THAT(answers, ElementsAre("ok"));
  EXPECT_THAT(states, ElementsAre("connecting", "live"));
  const SourceSnapshot now = supervisor.snapshot();
  EXPECT_EQ(now.name, "/clips/a.mp4");
  EXPECT_EQ(now.info.codec, "H.264");
  EXPECT_EQ(now.picture_age, Duration::zero());
  EXPECT_EQ(now.restarts, 0u);
}

TEST_F(SupervisorTest, TheNameHidesCredentials) {
  start("rtsp://ann:secret@cam.local:554/stream");
  EXPECT_EQ(supervisor.snapshot().name, "rtsp://cam.local:554/stream");
  EXPECT_THAT(texts, ElementsAre("rtsp://ann:secret@cam.local:554/stream"));
}

TEST_F(SupervisorTest, RefusesWhatItCannotRead) {
  start("ftp://host/a.mp4");
  EXPECT_THAT(answers, IsEmpty()) << "never from within start()";
  loop.run_posted();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_THAT(answers[0], says(messages::kSchemeNotSupported, "ftp"));
  EXPECT_EQ(state(), "stopped");
  EXPECT_THAT(supervisor.snapshot().reason, says(messages::kSchemeNotSupported, "ftp"));
  EXPECT_FALSE(supervisor.running());
  EXPECT_EQ(opened, 0);
}

TEST_F(SupervisorTest, FailsWhenTheFirstOpeningFails) {
  start();
  end(ErrorKind::kNotFound, "There is no such file.");
  EXPECT_THAT(answers, ElementsAre("There is no such file."));
  EXPECT_EQ(state(), "stopped");
  EXPECT_EQ(supervisor.snapshot().reason, "There is no such file.");
  wait_alive(0);
  loop.advance(seconds(100));
  EXPECT_EQ(opened, 1) << "not tried again";
  start();
  EXPECT_EQ(opened, 2) << "but may be started again";
  EXPECT_EQ(supervisor.snapshot().reason, "");
}

TEST_F(SupervisorTest, RefusesASecondSource) {
  start();
  open();
  start("/clips/b.mp4");
  loop.run_posted();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_THAT(answers[1], says(messages::kSourceRunning));
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorTest, NothingComesAfterStop) {
  start();
  open();
  source->sink.on_frame(nullptr);
  source->sink.on_picture(nullptr);
  supervisor.stop();
  wait_alive(0);
  EXPECT_EQ(sink.frames, 1);
  EXPECT_EQ(sink.pictures, 1) << "the one under way is held back";
  loop.run_posted();
  EXPECT_EQ(state(), "stopped");
  EXPECT_EQ(supervisor.snapshot().picture_age, std::nullopt);
  loop.advance(seconds(100));
  EXPECT_EQ(opened, 1);
}

TEST_F(SupervisorTest, StopWhileOpeningAnswersTheStart) {
  start();
  supervisor.stop();
  EXPECT_THAT(answers, IsEmpty()) << "never from within stop()";
  loop.run_posted();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_THAT(answers[0], says(messages::kSourceStoppedBefore));
  EXPECT_FALSE(supervisor.running());
}

TEST_F(SupervisorTest, ALateWordOfAStoppedSourceIsNotHeard) {
  start();
  const auto listener = source->listener;
  supervisor.stop();
  start("/clips/b.mp4");
  listener.on_opened({});
  listener.on_ended(Error(ErrorKind::kUnavailable, "Old news."));
  loop.run_posted();
  EXPECT_EQ(state(), "connecting");
  EXPECT_EQ(answers.size(), 1u) << "of the first start alone";
}

TEST_F(SupervisorTest, AFileThatEndsIsOver) {
  start();
  open();
  end(ErrorKind::kEnded, "It has ended.");
  EXPECT_EQ(state(), "ended");
  EXPECT_FALSE(supervisor.running());
  loop.advance(seconds(100));
  EXPECT_EQ(opened, 1);
  start();
  EXPECT_EQ(opened, 2);
}

TEST_F(SupervisorTest, DemandAndRateOutliveASource) {
  supervisor.set_demand({.frames = true});
  supervisor.set_frame_rate(2);
  start();
  EXPECT_EQ(capture_fps, 2);
  open();
  EXPECT_EQ(source->demand, Demand{.frames = true});
  supervisor.set_demand({.frames = true, .pictures = true});
  supervisor.set_frame_rate(4);
  EXPECT_EQ(source->demand, (Demand{.frames = true, .pictures = true}));
  EXPECT_EQ(source->frame_rate, 4);
  end();
  loop.advance(milliseconds(1101));
  EXPECT_EQ(capture_fps, 4);
  open();
  EXPECT_EQ(source->demand, (Demand{.frames = true, .pictures = true}));
}

TEST_F(SupervisorTest, CountsPictures) {
  start();
  open();
  for (int i = 0; i < 100; ++i) {
    loop.advance(milliseconds(40));
    picture();
  }
  EXPECT_NEAR(supervisor.snapshot().pictures_per_s, 25, 1);
  loop.advance(milliseconds(300));
  EXPECT_EQ(supervisor.snapshot().picture_age, milliseconds(300));
}

TEST_F(SupervisorTest, TellsOfChangedPictures) {
  start();
  open();
  states.clear();
  source->listener.on_opened({.kind = "file", .codec = "H.264", .width = 640, .height = 480, .fps = 5});
  loop.run_posted();
  EXPECT_EQ(supervisor.snapshot().info.width, 640);
  EXPECT_THAT(states, ElementsAre("live"));
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
}

TEST_F(SupervisorTest, DestroyingItWaitsForItsSources) {
  CountingSink quiet;
  {
    SourceSupervisor second(loop, quiet, {}, {}, nullptr, nullptr, maker());
    second.start("/clips/a.mp4", false, [](const auto&) { ADD_FAILURE() << "nobody is left to answer to"; });
    EXPECT_EQ(census.alive, 1);
  }
  EXPECT_EQ(census.alive, 0);
  EXPECT_EQ(quiet.pictures, 0);
  loop.run_posted();
}

}  // namespace
}  // namespace np::test
