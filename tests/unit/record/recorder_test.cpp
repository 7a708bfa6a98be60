#include "record/recorder.hpp"

#include <gmock/gmock.h>

#include "messages.hpp"
#include "record/messages.hpp"
#include "unit/record/kept.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::says;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecorderTest : public test::Kept {
 protected:
  void SetUp() override { begin(); }
  void begin() {
    open();
    recorder.emplace(*events, *record);
  }
  std::uint64_t tell(Happening what) {
    events->append(Clock::now(), std::move(what));
    return events->last_id();
  }
  static LineEnded said(std::string text) {
    const TimePoint now = Clock::now();
    return {.cycle = 1, .text = std::move(text), .times = {.newest_frame = now - 700ms, .end = now}};
  }
  static SourceChanged source(std::string name, std::string state) {
    return {.name = std::move(name), .state = std::move(state), .kind = "rtsp"};
  }
  std::vector<RecordEntry> entries() { return page({.after = 0})->lines; }

  std::unique_ptr<EventLog> events = std::make_unique<EventLog>();
  std::optional<Recorder> recorder;
};

TEST_F(RecorderTest, KeepsLinesThatWereSaid) {
  tell(SettingsChanged{.instruction = "Watch the dog."});
  tell(source("cam", "live"));
  LineEnded line = said("  A dog runs.\n");
  line.media_time = 42s;
  line.media_end = 43s;
  const auto id = tell(line);
  const auto all = entries();
  ASSERT_EQ(all.size(), 3u);
  const RecordEntry& e = all[2];
  EXPECT_EQ(e.id, id);
  EXPECT_EQ(e.kind, RecordEntry::Kind::kLine);
  EXPECT_EQ(e.text, "A dog runs.");
  EXPECT_EQ(e.source, "cam");
  EXPECT_EQ(e.source_kind, "rtsp");
  EXPECT_EQ(e.instruction, "Watch the dog.");
  EXPECT_NEAR(e.ended_at - e.at, 0.7, 0.002);
  EXPECT_EQ(e.latency, 0.7);
  EXPECT_EQ(e.media_time, 42);
  EXPECT_EQ(e.media_end, 43);
}

TEST_F(RecorderTest, KeepsNothingElseOfCycles) {
  tell(LineGrew{.piece = "A do"});
  tell(LineEnded{.outcome = Outcome::kNothing});
  tell(LineEnded{.text = "A do", .outcome = Outcome::kCancelled});
  tell(LineEnded{.text = "A do", .outcome = Outcome::kFailed, .error = "It broke."});
  tell(ActivityChanged{});
  EXPECT_THAT(entries(), IsEmpty());
}

TEST_F(RecorderTest, TakesThePictureWhileItIsThere) {
  LineEnded line = said("A dog.");
  FramePtr frame = test::frame(320, 180);
  line.frame = frame;
  tell(line);
  EXPECT_EQ(entries().size(), 1u);
  frame.reset();
  tell(line);
  const auto all = entries();
  EXPECT_TRUE(all[0].has_picture);
  EXPECT_FALSE(all[1].has_picture);
}

TEST_F(RecorderTest, LeavesOutWhatSteersATerminal) {
  tell(said("A\x1b[31m dog \xE2\x80\xAE runs"));
  EXPECT_EQ(entries()[0].text, "A[31m dog  runs");
  tell(said(std::string(1'000'000, 'x')));
  EXPECT_EQ(entries()[1].text.size(), 256u << 10);
}

TEST_F(RecorderTest, NotesAnotherSource) {
  tell(source("cam", "connecting"));
  tell(source("cam", "live"));
  tell(source("cam", "stalled"));
  tell(source("cam", "live"));
  tell(source("garden", "live"));
  tell(source("garden", "stopped"));
  tell(source("garden", "live"));
  std::vector<std::string> noted;
  for (const RecordEntry& e : entries()) {
    EXPECT_EQ(e.kind, RecordEntry::Kind::kNote);
    noted.push_back(e.source);
  }
  EXPECT_THAT(noted, ElementsAre("cam", "garden", "garden"));
}

TEST_F(RecorderTest, NotesWhatSomebodyChanged) {
  using Kind = RecordEntry::Kind;
  tell(SettingsChanged{.instruction = "The dogs", .profile = "default", .preset = "sniper"});
  tell(SettingsChanged{.instruction = "The dogs", .profile = "sports", .preset = "sniper"});
  tell(SettingsChanged{.instruction = "The dogs", .profile = "sports", .preset = "owl"});
  tell(SettingsChanged{.instruction = "The dogs", .profile = "sports", .preset = ""});
  tell(SettingsChanged{.instruction = "The \x1b"
                                      "cats",
                       .profile = "sports",
                       .preset = ""});
  tell(SettingsChanged{.instruction = "", .profile = "sports", .preset = ""});
  std::vector<std::pair<Kind, std::string>> noted;
  for (const RecordEntry& e : entries()) noted.emplace_back(e.kind, e.text);
  EXPECT_THAT(noted, ElementsAre(std::pair(Kind::kInstruction, "The dogs"), std::pair(Kind::kStyle, "sports"),
                                 std::pair(Kind::kPace, "owl"), std::pair(Kind::kInstruction, "The cats"),
                                 std::pair(Kind::kInstruction, "")));
}

TEST_F(RecorderTest, NotesAnInstructionThatWasKeptOnce) {
  for (int run = 0; run < 3; ++run) {
    tell(SettingsChanged{.instruction = run < 2 ? "The dogs" : "The cats", .profile = "default"});
    tell(said("A dog."));
    ASSERT_EQ(entries().size(), run + (run < 2 ? 2u : 3u)) << run;
    recorder.reset();
    begin();
    ASSERT_TRUE(until([&] { return record->report().lines > 0; }));
  }
}

TEST_F(RecorderTest, KeepsOutagesWithTheirLength) {
  tell(source("cam", "live"));
  tell(source("cam", "waiting"));
  SourceChanged back = source("cam", "live");
  back.gone = 200s;
  tell(back);
  const auto all = entries();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].kind, RecordEntry::Kind::kOutage);
  EXPECT_NEAR(all[1].ended_at - all[1].at, 200, 0.01);
  EXPECT_THAT(all[1].text, says(messages::kNoPictureFor, "3 min 20 s"));
}

TEST_F(RecorderTest, SaysWhenItWasNotRunning) {
  record->add(
      [] {
        RecordEntry old = test::line(17, "Long ago.");
        old.ended_at = unix_seconds(Clock::now()) - 2 * 3600 - 5 * 60;
        return old;
      }(),
      nullptr);
  recorder.reset();
  begin();
  ASSERT_TRUE(until([&] { return record->report().lines == 1; }));
  // Not before there is something to say.
  EXPECT_EQ(entries().size(), 1u);
  tell(said("A dog."));
  const auto all = entries();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].kind, RecordEntry::Kind::kGap);
  EXPECT_THAT(all[1].text, says(messages::kWasNotRunning, "2 h 5 min"));
  EXPECT_EQ(all[2].text, "A dog.");
}

TEST_F(RecorderTest, GoesOnBehindAClockThatWasSetBack) {
  const std::uint64_t ahead = events->last_id() + 86'400'000'000;
  record->add(test::line(ahead, "Said tomorrow."), nullptr);
  recorder.reset();
  events = std::make_unique<EventLog>();
  begin();
  ASSERT_TRUE(until([&] { return record->report().lines == 1; }));
  const auto id = tell(said("A dog."));
  EXPECT_GT(id, ahead);
  const auto all = entries();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].text, "A dog.");
}

}  // namespace
}  // namespace np
