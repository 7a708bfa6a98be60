#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/manual_loop.hpp"
#include "source/source_supervisor.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// How many fakes are alive; they are destroyed on a thread of the supervisor's.
struct Census {
  std::mutex mutex;
  std::condition_variable changed;
  int alive = 0;
  int given_up = 0;
};

struct FakeSource final : Source {
  FakeSource(FrameSink& s, Census& c) : sink(s), census(c) {
    std::lock_guard lock(census.mutex);
    ++census.alive;
  }
  ~FakeSource() override {
    sink.on_picture(nullptr);  // one that was still under way
    std::lock_guard lock(census.mutex);
    --census.alive;
    census.changed.notify_all();
  }
  void start(Listener l) override { listener = std::move(l); }
  void set_demand(Demand d) override { demand = d; }
  void set_frame_rate(double fps) override { frame_rate = fps; }
  Pulse pulse() const override { return beat; }
  void give_up() override { ++census.given_up; }

  FrameSink& sink;
  Census& census;
  Listener listener;
  Demand demand;
  double frame_rate = 0;
  Pulse beat;
  bool knock = false;
};

struct CountingSink final : FrameSink {
  void on_frame(FramePtr) override { ++frames; }
  void on_picture(PicturePtr) override { ++pictures; }
  int frames = 0;
  int pictures = 0;
};

class SupervisorTest : public ::testing::Test {
 protected:
  SourceSupervisor::Make maker() {
    return [this](Loop&, const SourceSpec& spec, const SourceOptions& options, FrameSink& s) {
      auto made = std::make_unique<FakeSource>(s, census);
      made->knock = options.answer_timeout > Duration::zero();
      (made->knock ? knocking : source) = made.get();
      ++(made->knock ? knocks : opened);
      texts.push_back(spec.text);
      capture_fps = options.capture_fps;
      after_break = options.after_break;
      return made;
    };
  }
  void start(const std::string& text = "/clips/a.mp4", bool wait = false) {
    supervisor.start(text, wait, [this](const std::expected<void, Error>& result) {
      answers.push_back(result ? "ok" : result.error().message());
    });
  }
  void open(double fps = 25) {
    source->beat = {1, loop.now(), loop.now()};
    const auto on_opened = source->listener.on_opened;
    on_opened({.kind = "file", .codec = "H.264", .width = 320, .height = 240, .fps = fps});
    loop.run_posted();
  }
  void end(ErrorKind kind = ErrorKind::kUnavailable, const std::string& why = "It broke.") {
    const auto on_ended = source->listener.on_ended;
    on_ended(Error(kind, why));
    loop.run_posted();
  }
  // Pictures for so long that its end comes as a surprise.
  void last() {
    for (int i = 0; i < 6; ++i) {
      loop.advance(milliseconds(500));
      picture();
    }
  }
  void picture() { source->beat = {source->beat.pictures + 1, loop.now(), loop.now()}; }
  void same_picture() { source->beat = {source->beat.pictures + 1, loop.now(), source->beat.changed_at}; }
  // The peer answers who knocks, which becomes the source.
  void answer() {
    source = std::exchange(knocking, nullptr);
    const auto on_answered = source->listener.on_answered;
    on_answered();
  }
  // Nobody answers who knocks.
  void no_answer() {
    const auto on_ended = std::exchange(knocking, nullptr)->listener.on_ended;
    on_ended(Error(ErrorKind::kRefused, "Refused."));
    loop.run_posted();
  }
  void wait_alive(int count) {
    std::unique_lock lock(census.mutex);
    ASSERT_TRUE(census.changed.wait_for(lock, seconds(10), [&] { return census.alive == count; }));
  }
  // What another thread brings about by way of the loop.
  void wait_until(const std::function<bool()>& done) {
    for (const auto limit = Clock::now() + seconds(10); !done(); std::this_thread::sleep_for(milliseconds(1))) {
      ASSERT_LT(Clock::now(), limit);
      loop.run_posted();
    }
  }
  std::string state() { return to_string(supervisor.snapshot().state); }

  ManualLoop loop;
  CountingSink sink;
  Census census;
  FakeSource* source = nullptr;    // the newest that is opened; gone after stop()
  FakeSource* knocking = nullptr;  // and the newest that knocks
  int opened = 0;
  int knocks = 0;
  bool after_break = false;
  double capture_fps = 0;
  std::vector<std::string> texts;
  std::vector<std::string> answers;
  std::vector<std::string> states;
  SourceSupervisor supervisor{loop, sink, {}, {}, [this] { states.push_back(state()); }, maker()};
};

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
  EXPECT_THAT(answers[0], HasSubstr("ftp:// is not supported"));
  EXPECT_EQ(state(), "stopped");
  EXPECT_THAT(supervisor.snapshot().reason, HasSubstr("ftp"));
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
  EXPECT_THAT(answers[1], HasSubstr("running already"));
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
  EXPECT_THAT(answers[0], HasSubstr("stopped before"));
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

TEST_F(SupervisorTest, IsOpenedAgainWithDoublingDelays) {
  start();
  open();
  end();
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "It broke.");
  EXPECT_TRUE(supervisor.running());
  int expected = 1;
  for (const int delay : {1, 2, 4, 8, 16, 30, 30}) {
    const auto next = supervisor.snapshot().next_try;
    ASSERT_TRUE(next);
    EXPECT_NEAR(to_seconds(*next), delay, delay * 0.1001) << "a little earlier or later, by chance";
    loop.advance(*next - milliseconds(1));
    EXPECT_EQ(opened, expected) << delay;
    loop.advance(milliseconds(1));
    EXPECT_EQ(opened, ++expected) << delay;
    EXPECT_EQ(state(), "waiting") << "until a picture is there";
    EXPECT_EQ(supervisor.snapshot().next_try, std::nullopt) << "now";
    end(ErrorKind::kTimeout, "No answer.");
    EXPECT_EQ(supervisor.snapshot().reason, "No answer.");
  }
  loop.advance(seconds(40));
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().reason, "");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  EXPECT_EQ(supervisor.snapshot().next_try, std::nullopt);
  EXPECT_EQ(answers.size(), 1u);
}

TEST_F(SupervisorTest, TheDelayIsShortAgainAfterAHealthyTime) {
  start();
  open();
  for (int i = 0; i < 10; ++i) {
    end();
    loop.advance(seconds(40));
    open();
  }
  end();
  EXPECT_GT(*supervisor.snapshot().next_try, seconds(20)) << "it comes and goes";
  loop.advance(seconds(40));
  open();
  for (int i = 0; i < 40; ++i) {
    loop.advance(seconds(1));
    picture();
  }
  end();
  EXPECT_LT(*supervisor.snapshot().next_try, seconds(2));
}

TEST_F(SupervisorTest, KnocksTwiceASecondWhileNobodyAnswers) {
  start();
  open();
  last();
  end();
  EXPECT_EQ(knocks, 1) << "at once";
  no_answer();
  EXPECT_EQ(supervisor.snapshot().reason, "Refused.");
  loop.advance(milliseconds(499));
  EXPECT_EQ(knocks, 1);
  loop.advance(milliseconds(1));
  EXPECT_EQ(knocks, 2);
  for (int count = 3; count < 200; ++count) {
    no_answer();
    loop.advance(milliseconds(500));
    EXPECT_EQ(knocks, count);
  }
  EXPECT_EQ(state(), "waiting");
}

TEST_F(SupervisorTest, NoMoreThanTwoKnocksAtATime) {
  start();
  open();
  last();
  end();
  loop.advance(seconds(10));
  EXPECT_EQ(knocks, 2);
  no_answer();
  loop.advance(milliseconds(500));
  EXPECT_EQ(knocks, 3);
}

TEST_F(SupervisorTest, WhatDoesNotLastHasTime) {
  start();
  open();
  loop.advance(seconds(2));
  end();
  EXPECT_EQ(knocks, 0);
  loop.advance(milliseconds(1101));
  EXPECT_EQ(opened, 2);
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_EQ(knocks, 1) << "nobody is there any more";
}

TEST_F(SupervisorTest, AKnockThatIsAnsweredGoesOnAsTheConnection) {
  start();
  open();
  last();
  end();
  loop.advance(milliseconds(300));
  answer();
  loop.advance(seconds(20));
  EXPECT_EQ(opened, 1) << "nothing else is tried meanwhile";
  EXPECT_EQ(knocks, 1);
  EXPECT_TRUE(after_break);
  supervisor.set_demand({.frames = true});
  EXPECT_EQ(source->demand, Demand{}) << "it is not the show's yet";
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(source->demand, Demand{.frames = true});
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
  source->sink.on_frame(nullptr);
  EXPECT_EQ(sink.frames, 1);
}

TEST_F(SupervisorTest, WhoeverAnswersAndRefusesIsLeftInPeace) {
  start();
  open();
  last();
  end();
  answer();
  end(ErrorKind::kPermission, "Wrong password.");
  EXPECT_EQ(supervisor.snapshot().reason, "Wrong password.");
  const int before = knocks;
  const Duration next = *supervisor.snapshot().next_try;
  EXPECT_GT(next, milliseconds(1700));
  loop.advance(next - milliseconds(1));
  EXPECT_EQ(knocks, before);
  EXPECT_EQ(opened, 1);
  loop.advance(milliseconds(1));
  EXPECT_EQ(opened, 2);
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_EQ(knocks, before + 1) << "nobody answers any more";
}

TEST_F(SupervisorTest, WhoeverAnswersAndFailsIsKnockedAtAgain) {
  start();
  open();
  last();
  end();
  answer();
  end(ErrorKind::kTimeout, "It showed no picture.");
  EXPECT_EQ(knocks, 1);
  loop.advance(milliseconds(500));
  EXPECT_EQ(knocks, 2);
}

TEST_F(SupervisorTest, ASlowAnswerIsWaitedForBesideTheKnocks) {
  start();
  open();
  last();
  end();
  no_answer();
  loop.advance(*supervisor.snapshot().next_try);
  ASSERT_EQ(opened, 2);
  loop.advance(seconds(2));
  EXPECT_GE(knocks, 2);
  open();
  EXPECT_EQ(state(), "live");
  wait_alive(1);
}

TEST_F(SupervisorTest, TellsHowLongItWasGone) {
  start();
  open();
  loop.advance(seconds(1));
  picture();
  end();
  EXPECT_EQ(supervisor.snapshot().gone, std::nullopt);
  const TimePoint since = loop.now();
  loop.advance(seconds(9));
  EXPECT_EQ(supervisor.snapshot().since, since);
  open();
  EXPECT_EQ(supervisor.snapshot().gone, seconds(9));
  EXPECT_EQ(supervisor.snapshot().since, loop.now());
}

TEST_F(SupervisorTest, TriedNowWhenAsked) {
  start();
  EXPECT_FALSE(supervisor.try_now()) << "it is being opened";
  open();
  EXPECT_FALSE(supervisor.try_now());
  last();
  end();
  answer();
  end(ErrorKind::kPermission, "Wrong password.");
  EXPECT_TRUE(supervisor.try_now());
  EXPECT_EQ(opened, 2);
  EXPECT_TRUE(supervisor.try_now());
  EXPECT_EQ(opened, 2) << "once";
  open();
  EXPECT_EQ(state(), "live");
  supervisor.stop();
  EXPECT_FALSE(supervisor.try_now());
}

TEST_F(SupervisorTest, APatientStartWaits) {
  start("rtsp://cam/stream", true);
  end(ErrorKind::kRefused, "Refused.");
  EXPECT_THAT(answers, ElementsAre("ok"));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "Refused.");
  EXPECT_TRUE(supervisor.running());
  EXPECT_EQ(knocks, 1);
  answer();
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u);
  EXPECT_EQ(supervisor.snapshot().gone, std::nullopt) << "it was never there before";
  EXPECT_EQ(answers.size(), 1u);
}

TEST_F(SupervisorTest, APatientStartDoesNotWaitForWhatCannotBe) {
  start("ftp://host/a.mp4", true);
  loop.run_posted();
  EXPECT_THAT(answers, ElementsAre(HasSubstr("not supported")));
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorTest, StopEndsTheWaiting) {
  start();
  open();
  end();
  supervisor.stop();
  loop.advance(seconds(100));
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(state(), "stopped");
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

TEST_F(SupervisorTest, AStreamThatEndsComesBack) {
  start("rtsp://cam/stream");
  open();
  end(ErrorKind::kEnded, "It has ended.");
  EXPECT_EQ(state(), "waiting");
  loop.advance(milliseconds(1101));
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

TEST_F(SupervisorTest, DemandMayComeFromAnyThread) {
  start();
  open();
  std::jthread other([&] {
    for (int i = 0; i < 1000; ++i) supervisor.set_demand({.frames = i % 2 == 0, .pictures = true});
  });
  for (int i = 0; i < 20; ++i) {
    supervisor.stop();
    start();
  }
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

TEST_F(SupervisorTest, ASilentSourceIsStalled) {
  start();
  open();
  loop.advance(milliseconds(2490));
  EXPECT_EQ(state(), "live");
  loop.advance(milliseconds(30));
  EXPECT_EQ(state(), "stalled");
  EXPECT_THAT(supervisor.snapshot().reason, HasSubstr("No picture"));
  EXPECT_EQ(knocks, 1) << "another connection is tried";
  loop.advance(milliseconds(500));
  EXPECT_EQ(supervisor.snapshot().pictures_per_s, 0);
  picture();
  loop.advance(milliseconds(500));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().reason, "");
  EXPECT_EQ(supervisor.snapshot().restarts, 0u) << "it came back by itself";
  EXPECT_GT(supervisor.snapshot().gone, seconds(3));
  wait_alive(1);
}

TEST_F(SupervisorTest, AStalledConnectionGivesWayToOneThatIsAnswered) {
  start();
  open();
  FakeSource* stalled = source;
  loop.advance(milliseconds(2600));
  answer();
  EXPECT_EQ(state(), "stalled");
  stalled->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 1) << "it may still come back";
  EXPECT_EQ(census.given_up, 0);
  loop.advance(milliseconds(300));
  EXPECT_EQ(census.given_up, 1);
  EXPECT_EQ(state(), "stalled") << "until it is known what becomes of the other one";
  EXPECT_GT(supervisor.snapshot().picture_age, seconds(2));
  wait_alive(1);
  EXPECT_EQ(sink.pictures, 1) << "nothing comes from the old one";
  open();
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(supervisor.snapshot().restarts, 1u);
}

TEST_F(SupervisorTest, APeerThatWasStoppedGoesOnWhereItWas) {
  start();
  open();
  FakeSource* stalled = source;
  loop.advance(seconds(3));
  answer();
  loop.advance(milliseconds(200));
  stalled->beat = {2, loop.now(), loop.now()};
  loop.advance(milliseconds(100));
  EXPECT_EQ(state(), "live");
  EXPECT_EQ(census.given_up, 0);
  wait_alive(1);
  stalled->sink.on_picture(nullptr);
  EXPECT_EQ(sink.pictures, 1);
  loop.advance(milliseconds(2000));
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorTest, WhatADeadConnectionHeldUpIsBegunAnewWithoutIt) {
  start();
  open();
  loop.advance(milliseconds(2600));
  answer();
  loop.advance(milliseconds(300));
  EXPECT_EQ(census.given_up, 1);
  wait_until([&] { return opened == 2; });
  EXPECT_EQ(state(), "stalled");
  wait_alive(1);
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorTest, WhatFlowsIsNotBegunAnew) {
  start();
  open();
  loop.advance(milliseconds(2600));
  answer();
  const auto on_flowing = source->listener.on_flowing;
  on_flowing();
  loop.advance(milliseconds(300));
  EXPECT_EQ(census.given_up, 1);
  wait_alive(1);
  loop.advance(seconds(5));
  EXPECT_EQ(opened, 1);
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorTest, AnOpeningThatNeverEndsIsGivenUp) {
  start();
  loop.advance(milliseconds(59999));
  EXPECT_THAT(answers, IsEmpty());
  loop.advance(milliseconds(2));
  EXPECT_THAT(answers, ElementsAre(HasSubstr("within a minute")));
  EXPECT_EQ(state(), "stopped");
}

TEST_F(SupervisorTest, AKnockThatIsAnsweredAndNeverOpensIsGivenUp) {
  start();
  open();
  last();
  end();
  answer();
  loop.advance(seconds(59));
  EXPECT_EQ(knocks, 1);
  loop.advance(seconds(3));
  EXPECT_GE(knocks, 2);
  EXPECT_EQ(state(), "waiting");
}

TEST_F(SupervisorTest, AStalledConnectionIsGivenUpInTheEnd) {
  start();
  open();
  loop.advance(seconds(60));
  EXPECT_EQ(state(), "stalled");
  loop.advance(milliseconds(3200));
  EXPECT_EQ(state(), "waiting");
  EXPECT_THAT(supervisor.snapshot().reason, HasSubstr("No picture"));
  loop.advance(seconds(100));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().picture_age, milliseconds(163200));
}

TEST_F(SupervisorTest, AStalledConnectionThatBreaksIsSearchedFor) {
  start();
  open();
  loop.advance(milliseconds(2600));
  end();
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(supervisor.snapshot().reason, "It broke.");
  EXPECT_EQ(knocks, 1) << "the same search";
  answer();
  open();
  EXPECT_EQ(supervisor.snapshot().gone, milliseconds(2600)) << "since the last picture";
}

TEST_F(SupervisorTest, ALastPictureOfADyingConnectionChangesNothing) {
  start();
  open();
  FakeSource* first = source;
  loop.advance(seconds(30));
  first->beat = {2, loop.now(), loop.now()};  // what was still in a decoder
  loop.advance(milliseconds(500));
  EXPECT_EQ(state(), "live");
  const int before = knocks;
  const auto on_ended = first->listener.on_ended;
  on_ended(Error(ErrorKind::kUnavailable, "It broke."));
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(knocks, before + 1) << "at once, as it was there for long";
}

TEST_F(SupervisorTest, TheVerySamePictureIsAStall) {
  start();
  open();
  for (int i = 0; i < 26; ++i) {
    loop.advance(milliseconds(100));
    same_picture();
  }
  EXPECT_EQ(state(), "stalled");
  EXPECT_THAT(supervisor.snapshot().reason, HasSubstr("very same picture"));
  EXPECT_EQ(knocks, 0) << "it would answer";
  for (int i = 0; i < 20 && opened == 1; ++i) {
    loop.advance(milliseconds(100));
    same_picture();
  }
  EXPECT_EQ(opened, 2) << "a new connection may cure it";
  EXPECT_EQ(state(), "stalled");
  open();
  EXPECT_EQ(state(), "live");
}

TEST_F(SupervisorTest, ASlowSourceIsNotStalled) {
  start();
  open(0.25);  // a picture in four seconds
  loop.advance(seconds(11));
  EXPECT_EQ(state(), "live");
  loop.advance(seconds(2));
  EXPECT_EQ(state(), "stalled");
}

TEST_F(SupervisorTest, ASourceIsSlowWhateverItSays) {
  start();
  open(25);
  source->beat.interval = seconds(4);
  loop.advance(seconds(11));
  EXPECT_EQ(state(), "live");
  loop.advance(seconds(2));
  EXPECT_EQ(state(), "stalled");
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
    SourceSupervisor second(loop, quiet, {}, {}, nullptr, maker());
    second.start("/clips/a.mp4", false, [](const auto&) { ADD_FAILURE() << "nobody is left to answer to"; });
    EXPECT_EQ(census.alive, 1);
  }
  EXPECT_EQ(census.alive, 0);
  EXPECT_EQ(quiet.pictures, 0);
  loop.run_posted();
}

}  // namespace
}  // namespace np
