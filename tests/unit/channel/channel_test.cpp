#include "channel/channel.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <memory>

#include "channel/source_listener.hpp"
#include "unit/source/supervised.hpp"
#include "unit/video/make_picture.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::FakeSource;
using ::testing::ElementsAre;

// Counts what it is given and answers nothing by itself.
class SilentEngine final : public Engine {
 public:
  class Session final : public EngineSession {
   public:
    explicit Session(SilentEngine& engine) : engine_(engine) {}
    void observe(FramePtr) override { ++engine_.observed; }
    void perceive(FactsPtr) override { ++engine_.perceived; }
    void comment(CommentRequest request, PieceFn, DoneFn on_done) override {
      engine_.requests.push_back(std::move(request));
      engine_.on_done = std::move(on_done);
    }
    void cancel() override { engine_.on_done = nullptr; }
    void reset() override { ++engine_.resets; }

   private:
    SilentEngine& engine_;
  };

  std::unique_ptr<EngineSession> open_session(Loop&) override { return std::make_unique<Session>(*this); }
  EngineStatus status() const override { return {.kind = "test", .name = "test", .ready = true}; }
  FrameLimit frame_limit() const override { return {}; }
  std::vector<std::string> heeded(const std::string&) const override { return {}; }

  int observed = 0;
  int perceived = 0;
  int resets = 0;
  std::vector<CommentRequest> requests;
  EngineSession::DoneFn on_done;
};

class ChannelTest : public ::testing::Test {
 protected:
  Channel::Options options() {
    return {.make_source =
                [this](Loop&, const SourceSpec& spec, const SourceOptions&, FrameSink& sink) {
                  auto made = std::make_unique<FakeSource>(sink, census);
                  texts.push_back(spec.text);
                  source = made.get();
                  return made;
                },
            .keep = [this](const State& state) { kept = state; }};
  }
  void start(StartRequest request) {
    channel.start(std::move(request), [this](std::expected<void, Error> result) {
      answers.push_back(result ? "ok" : result.error().message());
    });
    loop.run_posted();
  }
  // The source that was made last has its first picture.
  void open(bool live = false) {
    source->beat = {1, loop.now(), loop.now()};
    const auto on_opened = source->listener.on_opened;
    on_opened({.kind = "file", .codec = "H.264", .width = 320, .height = 240, .fps = 25, .live = live, .sound = "AAC"});
    loop.run_posted();
  }
  void end(const std::string& why) {
    const auto on_ended = source->listener.on_ended;
    on_ended(Error(ErrorKind::kUnavailable, why));
    loop.run_posted();
  }
  void picture() {
    source->sink.on_picture(test::make_picture(++id, loop.now()));
    source->beat = {source->beat.pictures + 1, loop.now(), loop.now()};
    loop.run_posted();
  }
  void frame() {
    auto frame = std::make_shared<VideoFrame>(++id, loop.now(), 64, 64);
    frame->rgb.assign(64 * 64 * 3, 100);
    source->sink.on_frame(frame);
    loop.run_posted();
  }
  void run(const std::string& text) {
    start({.source = text});
    open();
  }
  // The id of the newest picture; 0: there is none, -1: no answer yet.
  std::int64_t picture_now() {
    auto answer = std::make_shared<std::int64_t>(-1);
    channel.picture_now([answer](PicturePtr p) { *answer = p ? static_cast<std::int64_t>(p->id) : 0; });
    loop.advance(2s);
    return *answer;
  }

  ManualLoop loop;
  test::Census census;
  FakeSource* source = nullptr;
  std::vector<std::string> texts;
  std::vector<std::string> answers;
  State kept;
  std::uint64_t id = 0;
  SilentEngine engine;
  Profiles profiles = load_profiles(Settings{});
  Channel channel{loop, engine, nullptr, profiles, options()};
};

TEST_F(ChannelTest, MakesNothingForNobody) {
  run("/clips/a.mp4");
  EXPECT_EQ(source->demand, Demand{});
}

TEST_F(ChannelTest, EncodesWhileSomebodyLooksAndALittleLongerAndKeepsNothingForNobody) {
  run("/clips/a.mp4");
  channel.viewer_came();
  EXPECT_TRUE(source->demand.pictures);
  picture();
  channel.viewer_left();
  loop.advance(2s);
  EXPECT_TRUE(source->demand.pictures) << "a page that is reloaded finds its past";
  EXPECT_EQ(channel.display().size(), 1u);
  channel.viewer_came();
  channel.viewer_left();
  loop.advance(4s);
  EXPECT_FALSE(source->demand.pictures);
  EXPECT_EQ(channel.display().size(), 0u);
}

TEST_F(ChannelTest, DecodesSoundWhileSomebodyListens) {
  run("/clips/a.mp4");
  EXPECT_EQ(channel.report().source.sound, "AAC");
  std::vector<TimePoint> heard;
  auto hearing = channel.source_sound()->listen([&](const SoundPtr& block) { heard.push_back(block->captured_at); });
  EXPECT_TRUE(source->demand.sound);
  auto block = std::make_shared<SoundBlock>();
  block->captured_at = loop.now();
  block->samples.resize(960);
  source->sink.on_sound(block);
  EXPECT_THAT(heard, ElementsAre(loop.now()));
  EXPECT_TRUE(channel.source_sound()->kept());
  hearing.reset();
  EXPECT_FALSE(source->demand.sound);
  channel.stop();
  EXPECT_FALSE(channel.source_sound()->kept()) << "nothing of it is left for another source";
}

TEST_F(ChannelTest, ALiveSourceThatIsHeardIsSeenAsLateAsItsSound) {
  start({.source = "rtsp://cam/1"});
  open(true);
  EXPECT_EQ(channel.delay(), Duration::zero());
  {
    const SourceListener listener(loop, channel, true);
    EXPECT_EQ(channel.delay(), 250ms);
    EXPECT_EQ(channel.report().target_delay, 0.25);
  }
  EXPECT_EQ(channel.delay(), Duration::zero());
  const auto hears_alone = channel.source_sound()->listen([](const SoundPtr&) {});
  EXPECT_EQ(channel.delay(), Duration::zero());
}

TEST_F(ChannelTest, KeepsTheSourceSilentWhereTheHouseWantsIt) {
  Channel::Options quiet = options();
  quiet.loaded.settings.source_sound = "off";
  Channel other(loop, engine, nullptr, profiles, std::move(quiet));
  EXPECT_EQ(other.source_sound(), nullptr);
  other.start({.source = "/clips/a.mp4"}, [](std::expected<void, Error>) {});
  loop.run_posted();
  open();
  EXPECT_EQ(other.report().source.sound, "");
}

TEST_F(ChannelTest, MakesOnePictureOnDemand) {
  run("/clips/a.mp4");
  std::int64_t answer = -1;
  channel.picture_now([&](PicturePtr p) { answer = static_cast<std::int64_t>(p->id); });
  EXPECT_TRUE(source->demand.pictures);
  picture();
  EXPECT_EQ(answer, 1);
  EXPECT_FALSE(source->demand.pictures) << "and goes back to rest";
}

TEST_F(ChannelTest, NoPictureWhileNothingWasEverSeen) { EXPECT_EQ(picture_now(), 0); }

TEST_F(ChannelTest, TheNewestPictureIsNeverOneOfAnotherSource) {
  run("/clips/a.mp4");
  channel.viewer_came();
  picture();
  EXPECT_EQ(picture_now(), 1);
  channel.stop();
  EXPECT_EQ(picture_now(), 0) << "it was stopped";

  start({.source = "/clips/b.mp4", .wait = true});
  end("It is away.");
  EXPECT_EQ(picture_now(), 0) << "nothing of this one was seen";
}

TEST_F(ChannelTest, AfterASwitchNothingIsLeftOfTheSourceBefore) {
  run("/clips/a.mp4");
  channel.set_instruction("the dog");
  channel.viewer_came();
  picture();
  frame();
  const int resets = engine.resets;
  FakeSource* const before = source;
  start({.source = "/clips/b.mp4", .replace = true});
  EXPECT_EQ(channel.report().source.name, "/clips/a.mp4") << "until the other one is there";
  EXPECT_EQ(channel.display().size(), 1u);
  EXPECT_NE(source, before);
  open();
  EXPECT_EQ(channel.report().source.name, "/clips/b.mp4");
  EXPECT_EQ(channel.display().size(), 0u);
  EXPECT_EQ(channel.report().frames_buffered, 0u);
  EXPECT_GT(engine.resets, resets);
  EXPECT_EQ(channel.report().instruction, "the dog");
  EXPECT_TRUE(source->demand.frames && source->demand.pictures);
  EXPECT_THAT(answers, ElementsAre("ok", "ok"));
  EXPECT_EQ(kept.source, "/clips/b.mp4");
}

TEST_F(ChannelTest, ASwitchThatFailsChangesNothing) {
  run("/clips/a.mp4");
  channel.set_instruction("the dog");
  channel.viewer_came();
  picture();
  const auto reader = channel.events().read(std::nullopt, nullptr);
  start({.source = "/clips/none.mp4", .replace = true});
  end("There is no file none.mp4.");
  EXPECT_THAT(answers, ElementsAre("ok", "There is no file none.mp4."));
  EXPECT_EQ(channel.report().source.name, "/clips/a.mp4");
  EXPECT_EQ(channel.report().source.state, "live");
  EXPECT_EQ(channel.report().instruction, "the dog");
  EXPECT_EQ(channel.display().size(), 1u);
  EXPECT_EQ(kept.source, "/clips/a.mp4");
  EXPECT_EQ(reader->next(), nullptr) << "and nobody is told of anything";
}

TEST_F(ChannelTest, OfTwoSwitchesAtOnceTheLaterOneWins) {
  run("/clips/a.mp4");
  start({.source = "/clips/b.mp4", .replace = true});
  start({.source = "/clips/c.mp4", .replace = true});
  open();
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_NE(answers[1], "ok");
  EXPECT_EQ(answers[2], "ok");
  EXPECT_EQ(channel.report().source.name, "/clips/c.mp4");
  EXPECT_EQ(kept.source, "/clips/c.mp4");
}

TEST_F(ChannelTest, ASourceOfThisRunMayBeNamedWithoutItsPassword) {
  run("rtsp://ann:secret@cam/1");
  const std::string shown = channel.report().source.name;
  EXPECT_EQ(shown.find("secret"), std::string::npos);
  start({.source = "/clips/b.mp4", .replace = true});
  open();
  start({.source = shown, .replace = true});
  EXPECT_EQ(texts.back(), "rtsp://ann:secret@cam/1");
}

TEST_F(ChannelTest, AnInstructionWakesTheEngineAndNoInstructionLetsItRest) {
  run("/clips/a.mp4");
  EXPECT_FALSE(source->demand.frames);
  channel.set_instruction("the ball");
  EXPECT_TRUE(source->demand.frames);
  frame();
  ASSERT_EQ(engine.requests.size(), 1u);
  EXPECT_EQ(engine.requests[0].instruction, "the ball");
  EXPECT_EQ(engine.requests[0].profile, profiles.get("default").prompt);
  EXPECT_EQ(engine.observed, 1);
  channel.set_instruction("");
  EXPECT_FALSE(source->demand.frames);
  EXPECT_EQ(channel.report().frames_buffered, 0u);
}

TEST_F(ChannelTest, APresetSetsTheFrameRateInFlight) {
  run("/clips/a.mp4");
  EXPECT_EQ(source->frame_rate, 5);
  ASSERT_TRUE(channel.set_preset("sentry"));
  EXPECT_EQ(source->frame_rate, 2);
  EXPECT_EQ(channel.report().active_preset, "sentry");
  EXPECT_EQ(kept.preset, "sentry");
  EXPECT_EQ(channel.set_preset("nonsense").error().kind(), ErrorKind::kInvalid);
}

TEST_F(ChannelTest, AProfileIsSwitchedLive) {
  run("/clips/a.mp4");
  channel.set_instruction("x");
  ASSERT_TRUE(channel.set_profile("sports"));
  frame();
  EXPECT_EQ(engine.requests.back().profile, profiles.get("sports").prompt);
  EXPECT_EQ(channel.report().active_profile, "sports");
  EXPECT_EQ(kept.profile, "sports");
  EXPECT_EQ(channel.set_profile("nonsense").error().kind(), ErrorKind::kInvalid);
}

TEST_F(ChannelTest, StoppingClearsTheInstructionAndAnotherSourceMayFollow) {
  run("/clips/a.mp4");
  channel.set_instruction("x");
  start({.source = "/clips/b.mp4"});
  EXPECT_NE(answers.back(), "ok") << "one runs already";
  channel.stop();
  EXPECT_EQ(channel.report().instruction, "");
  EXPECT_FALSE(channel.report().capture_running);
  EXPECT_EQ(kept.source, std::nullopt);
  run("/clips/b.mp4");
  EXPECT_EQ(answers.back(), "ok");
}

TEST_F(ChannelTest, TellsTheStatesOfTheSourceAndTheSettings) {
  const auto reader = channel.events().read(std::nullopt, nullptr);
  run("/clips/a.mp4");
  channel.set_instruction("x");
  channel.stop();
  loop.run_posted();
  std::vector<std::string> told;
  while (const auto event = reader->next()) {
    if (const auto* change = std::get_if<SourceChanged>(&event->what)) told.push_back(change->state);
    if (const auto* now = std::get_if<SettingsChanged>(&event->what))
      told.push_back("instruction: " + now->instruction);
  }
  EXPECT_THAT(told, ElementsAre("connecting", "live", "instruction: x", "instruction: ", "stopped"));
}

TEST_F(ChannelTest, WhileItRestsFramesAreLookedAtForThoseWhoWantFacts) {
  run("/clips/a.mp4");
  auto reader = channel.facts().read({}, nullptr);
  EXPECT_TRUE(source->demand.frames);
  EXPECT_FALSE(source->demand.pictures);
  FactsPtr facts;
  for (frame(); !(facts = reader->next()) && loop.wait_posted(10s);) {
  }
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->frame_id, id);
  EXPECT_TRUE(channel.report().perception.at_work);
  EXPECT_EQ(engine.observed, 0) << "nobody comments";
  EXPECT_EQ(engine.perceived, 0);
  EXPECT_EQ(channel.report().frames_buffered, 0u);
  reader.reset();
  EXPECT_EQ(source->demand, Demand{});
  EXPECT_EQ(channel.facts().newest(), nullptr);
  EXPECT_FALSE(channel.report().perception.at_work);
}

TEST_F(ChannelTest, TheEngineHearsOfWhatIsPerceivedWhileItComments) {
  run("/clips/a.mp4");
  channel.set_instruction("x");
  for (frame(); engine.perceived == 0 && loop.wait_posted(10s);) {
  }
  EXPECT_EQ(engine.perceived, 1);
  EXPECT_EQ(engine.observed, 1);
  EXPECT_TRUE(channel.facts().newest());
  channel.set_instruction("");
  EXPECT_EQ(channel.facts().newest(), nullptr);
}

TEST_F(ChannelTest, NothingIsLookedAtForNobody) {
  Channel::Options quiet = options();
  quiet.loaded.settings.event_cycles = false;
  Channel other(loop, engine, nullptr, profiles, std::move(quiet));
  other.start({.source = "/clips/a.mp4"}, [](auto) {});
  loop.run_posted();
  open();
  other.set_instruction("x");
  frame();
  EXPECT_EQ(engine.observed, 1);
  EXPECT_FALSE(loop.wait_posted(300ms));
  EXPECT_EQ(other.facts().newest(), nullptr);
  EXPECT_FALSE(other.report().perception.at_work);
}

TEST_F(ChannelTest, FactsAreMadeOnDemandAndForAWhileLonger) {
  run("/clips/a.mp4");
  std::vector<FactsPtr> answers;
  const auto ask = [&] { channel.facts_now([&](FactsPtr facts) { answers.push_back(std::move(facts)); }); };
  ask();
  EXPECT_TRUE(source->demand.frames);
  for (frame(); answers.empty() && loop.wait_posted(10s);) {
  }
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0]->frame_id, id);
  ask();
  EXPECT_EQ(answers.size(), 2u) << "that is new enough";
  loop.advance(1100ms);
  ask();
  EXPECT_EQ(answers.size(), 2u);
  loop.advance(900ms);
  EXPECT_EQ(answers.size(), 3u) << "the newest there is";
  EXPECT_TRUE(source->demand.frames);
  EXPECT_TRUE(channel.facts().newest());
  loop.advance(10s);
  EXPECT_EQ(channel.facts().newest(), nullptr);
}

TEST_F(ChannelTest, WithoutASourceThereAreNoFacts) {
  bool answered = false;
  channel.facts_now([&](FactsPtr facts) { answered = !facts; });
  EXPECT_TRUE(answered);
  run("/clips/a.mp4");
  answered = false;
  channel.facts_now([&](FactsPtr facts) { answered = !facts; });
  channel.stop();
  loop.run_posted();
  EXPECT_TRUE(answered);
}

TEST_F(ChannelTest, FactsAreNeverOfAnotherSource) {
  run("/clips/a.mp4");
  const auto reader = channel.facts().read({}, nullptr);
  for (frame(); !channel.facts().newest() && loop.wait_posted(10s);) {
  }
  ASSERT_TRUE(channel.facts().newest());
  start({.source = "/clips/b.mp4", .replace = true});
  open();
  EXPECT_EQ(channel.facts().newest(), nullptr);
}

class ChannelPlaybackTest : public ChannelTest {
 protected:
  void play(const std::string& file) {
    start({.source = file});
    source->plays = Playback{.length = 60s, .seekable = true};
    open();
    source->beat.expected_at = TimePoint::max();
    reader = channel.events().read(std::nullopt, nullptr);
  }
  void changes(const std::function<void(Playback&)>& how) {
    how(*source->plays);
    source->listener.on_playback();
    loop.run_posted();
  }
  // All events, as one word each.
  std::vector<std::string> told() {
    std::vector<std::string> words;
    while (const auto event = reader->next()) {
      if (const auto* now = std::get_if<PlaybackChanged>(&event->what))
        words.push_back(now->jumped ? "jumped" : now->ended ? "end" : now->paused ? "paused" : "plays");
      else if (const auto* end = std::get_if<LineEnded>(&event->what))
        words.push_back(end->outcome == Outcome::kCancelled ? "cancelled" : "line");
      else if (const auto* state = std::get_if<SourceChanged>(&event->what))
        words.push_back(state->state);
    }
    return words;
  }
  std::unique_ptr<EventLog::Reader> reader;
};

TEST_F(ChannelPlaybackTest, ReportsAFileAndNoCamera) {
  run("/clips/a.mp4");
  EXPECT_FALSE(channel.report().playback) << "that was none";
  channel.stop();
  play("/clips/a.mp4");
  source->plays->position = 12500ms;
  const auto now = channel.report().playback;
  ASSERT_TRUE(now);
  EXPECT_EQ(now->position, 12.5);
  EXPECT_EQ(now->length, 60);
  EXPECT_TRUE(now->loop && now->seekable && !now->paused && !now->ended);
  EXPECT_EQ(now->lap, 1u);
}

TEST_F(ChannelPlaybackTest, WhilePausedNobodyBeginsToComment) {
  play("/clips/a.mp4");
  channel.set_instruction("x");
  frame();
  ASSERT_EQ(engine.requests.size(), 1u);
  ASSERT_TRUE(channel.set_playback({.paused = true}));
  engine.on_done(Answer{.engine = "test"});
  loop.run_posted();
  frame();  // one that was under way
  loop.advance(1h);
  EXPECT_EQ(engine.requests.size(), 1u);
  channel.set_instruction("something else");
  loop.advance(1h);
  EXPECT_EQ(engine.requests.size(), 1u) << "what is asked for waits, too";
  EXPECT_EQ(channel.report().source.state, "live");
  ASSERT_TRUE(channel.set_playback({.paused = false}));
  frame();
  EXPECT_EQ(engine.requests.size(), 2u);
  EXPECT_EQ(engine.requests.back().instruction, "something else");
  EXPECT_EQ(engine.requests.back().gone, Duration::zero()) << "nothing was missed";
}

TEST_F(ChannelPlaybackTest, AfterAJumpNothingIsLeftOfTheOtherPlace) {
  play("/clips/a.mp4");
  channel.viewer_came();
  channel.set_instruction("x");
  picture();
  frame();
  ASSERT_EQ(engine.requests.size(), 1u);
  (void)told();
  ASSERT_TRUE(channel.set_playback({.position = 30s}));
  EXPECT_EQ(channel.display().size(), 1u) << "until the other place is there";
  source->sink.on_jump();
  EXPECT_EQ(channel.display().size(), 0u);
  source->sink.on_picture(test::make_picture(++id, loop.now()));
  loop.run_posted();
  EXPECT_EQ(channel.display().size(), 1u);
  EXPECT_THAT(told(), ElementsAre("cancelled", "jumped"));
  frame();
  ASSERT_EQ(engine.requests.size(), 2u) << "and it is commented at once";
  EXPECT_EQ(engine.requests.back().frames.size(), 1u);
  EXPECT_EQ(engine.requests.back().last_line, "");
}

TEST_F(ChannelPlaybackTest, TellsWhatIsDoneAndNotEachLapOfAShortFile) {
  play("/clips/a.mp4");
  (void)told();
  ASSERT_TRUE(channel.set_playback({.paused = true}));
  ASSERT_TRUE(channel.set_playback({.paused = false}));
  EXPECT_THAT(told(), ElementsAre("paused", "plays"));
  for (int i = 0; i < 100; ++i) {
    changes([](Playback& p) { ++p.lap; });
    loop.advance(40ms);
  }
  EXPECT_LE(told().size(), 3u);
}

TEST_F(ChannelPlaybackTest, AtTheEndThePictureStands) {
  play("/clips/a.mp4");
  channel.viewer_came();
  picture();
  (void)told();
  changes([](Playback& p) { p.ended = true; });
  EXPECT_THAT(told(), ElementsAre("end", "ended"));
  EXPECT_FALSE(channel.report().capture_running);
  EXPECT_TRUE(channel.report().playback->ended);
  EXPECT_EQ(picture_now(), 1);
  ASSERT_TRUE(channel.set_playback({.position = 0s}));
  changes([](Playback& p) { p.ended = false; });
  EXPECT_EQ(channel.report().source.state, "live");
  channel.stop();
  EXPECT_FALSE(channel.report().playback);
}

TEST_F(ChannelPlaybackTest, APauseEndsWithItsSource) {
  play("/clips/a.mp4");
  channel.set_instruction("x");
  ASSERT_TRUE(channel.set_playback({.paused = true}));
  start({.source = "/clips/b.mp4", .replace = true});
  source->plays = Playback{.length = 60s};
  open();
  frame();
  EXPECT_EQ(engine.requests.size(), 1u);
}

}  // namespace
}  // namespace np
