// One show with a real source: what it asks of the source, and when.
#include "app/channel.hpp"

#include <gtest/gtest.h>

#include "base/asio_loop.hpp"
#include "clips.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;

// Answers each request at once with a sentence that names the cycle.
class PromptEngine final : public Engine {
 public:
  class Session final : public EngineSession {
   public:
    Session(Loop& loop, PromptEngine& engine) : loop_(loop), engine_(engine) {}
    void observe(FramePtr) override { ++engine_.observed; }
    void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override {
      engine_.prompts.push_back(request.prompt());
      loop_.post(alive_.guard([=, cycle = request.cycle] {
        on_piece("This is line " + std::to_string(cycle) + ".");
        on_done({});
      }));
    }
    void cancel() override { alive_.renew(); }
    void reset() override { ++engine_.resets; }

   private:
    Loop& loop_;
    PromptEngine& engine_;
    Lifetime alive_;
  };

  std::unique_ptr<EngineSession> open_session(Loop& loop) override { return std::make_unique<Session>(loop, *this); }
  EngineStatus status() const override { return {.kind = "test", .name = "test", .ready = true}; }
  FrameLimit frame_limit() const override { return {}; }
  std::vector<std::string> heeded(const std::string&) const override { return {}; }

  std::atomic<int> observed = 0;
  std::vector<std::string> prompts;
  int resets = 0;
};

class ChannelTest : public ::testing::Test {
 protected:
  // Runs the loop until `what` holds. False after `limit`.
  bool run_until(const std::function<bool()>& what, Duration limit = 10s) {
    const TimePoint end = Clock::now() + limit;
    std::function<void()> look = [&] {
      if (what() || Clock::now() > end) return loop.stop();
      poll = loop.after(5ms, look);
    };
    loop.post(look);
    loop.run();
    poll.cancel();
    return what();
  }
  void run_for(Duration time) {
    run_until([end = Clock::now() + time] { return Clock::now() >= end; }, time + 5s);
  }
  std::expected<void, Error> start(const std::string& source) {
    std::optional<std::expected<void, Error>> result;
    channel.start(source, false, [&](std::expected<void, Error> r) { result = std::move(r); });
    EXPECT_TRUE(run_until([&] { return result.has_value(); }));
    return result.value_or(std::unexpected(Error(ErrorKind::kTimeout, "no answer")));
  }

  AsioLoop loop;
  Timer poll;
  PromptEngine engine;
  Channel channel{loop, engine, nullptr, {.commentator = {.interval = 100ms}, .source = {}, .recovery = {}}};
  const std::string clip = test::clip({.name = "channel.mp4", .seconds = 2}).string();
};

TEST_F(ChannelTest, MakesNothingForNobody) {
  ASSERT_TRUE(start(clip));
  run_for(600ms);
  EXPECT_EQ(channel.display().size(), 0u);
  EXPECT_EQ(channel.frames_buffered(), 0u);
  EXPECT_EQ(engine.observed, 0);
}

TEST_F(ChannelTest, MakesOnePictureOnDemand) {
  ASSERT_TRUE(start(clip));
  for (int i = 0; i < 2; ++i) {
    PicturePtr picture;
    bool answered = false;
    channel.picture_now([&](PicturePtr p) {
      picture = std::move(p);
      answered = true;
    });
    ASSERT_TRUE(run_until([&] { return answered; }, 2s));
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 320);
    EXPECT_LT(Clock::now() - picture->captured_at, 500ms);
    run_for(300ms);
    EXPECT_LE(channel.display().size(), static_cast<std::size_t>(3 * (i + 1))) << "and goes back to rest";
  }
}

TEST_F(ChannelTest, NoPictureWhileNothingWasEverSeen) {
  bool answered = false;
  channel.picture_now([&](PicturePtr p) {
    EXPECT_FALSE(p);
    answered = true;
  });
  EXPECT_TRUE(answered);
}

TEST_F(ChannelTest, EncodesWhileSomebodyLooksAndALittleLonger) {
  ASSERT_TRUE(start(clip));
  channel.viewer_came();
  ASSERT_TRUE(run_until([&] { return channel.display().size() >= 10; }, 3s));
  channel.viewer_left();
  const auto before = channel.display().newest()->id;
  run_for(300ms);
  EXPECT_GT(channel.display().newest()->id, before) << "a page that is reloaded finds its past";
  run_for(3200ms);
  const auto rest = channel.display().newest()->id;
  run_for(400ms);
  EXPECT_EQ(channel.display().newest()->id, rest);
}

TEST_F(ChannelTest, AnInstructionWakesTheEngineAndNoInstructionLetsItRest) {
  ASSERT_TRUE(start(clip));
  channel.set_profile("PROFILE");
  channel.set_instruction("the ball");
  ASSERT_TRUE(run_until([&] { return engine.prompts.size() >= 3; }, 5s));
  EXPECT_EQ(engine.prompts[0], "PROFILE\n\nFocus: the ball");
  EXPECT_GT(channel.frames_buffered(), 0u);
  channel.set_instruction("");
  run_for(300ms);
  const int observed = engine.observed;
  run_for(500ms);
  EXPECT_EQ(engine.observed, observed);
  EXPECT_EQ(channel.frames_buffered(), 0u);
}

TEST_F(ChannelTest, FramesComeAtTheRateThatIsSetEvenInFlight) {
  ASSERT_TRUE(start(clip));
  channel.set_instruction("x");
  run_for(2s);
  EXPECT_NEAR(engine.observed, 10, 3);
  channel.set_pacing({.interval = 100ms}, 48, 2);
  engine.observed = 0;
  run_for(2s);
  EXPECT_NEAR(engine.observed, 4, 2);
}

TEST_F(ChannelTest, StoppingClearsTheInstructionAndAnotherSourceMayFollow) {
  ASSERT_TRUE(start(clip));
  channel.set_instruction("x");
  ASSERT_TRUE(run_until([&] { return !engine.prompts.empty(); }));
  const auto second = start(clip);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind(), ErrorKind::kConflict);
  channel.stop();
  EXPECT_EQ(channel.commentator().instruction(), "");
  EXPECT_FALSE(channel.source().running());
  EXPECT_TRUE(start(clip));
}

TEST_F(ChannelTest, TellsTheStatesOfTheSource) {
  const auto reader = channel.events().read(std::nullopt, nullptr);
  ASSERT_TRUE(start(clip));
  run_for(50ms);
  channel.stop();
  run_for(50ms);
  std::string states;
  while (const auto event = reader->next())
    if (event->type == EventType::kSource) states += event->data + "\n";
  const auto connecting = states.find("\"connecting\"");
  const auto live = states.find("\"live\"");
  const auto stopped = states.find("\"stopped\"");
  EXPECT_LT(connecting, live) << states;
  EXPECT_LT(live, stopped) << states;
  EXPECT_NE(stopped, std::string::npos) << states;
}

TEST_F(ChannelTest, AFileThatIsNotThereIsSaidAtOnce) {
  const auto result = start("/no/such/file.mp4");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind(), ErrorKind::kNotFound);
  EXPECT_FALSE(channel.source().running());
}

}  // namespace
}  // namespace np
