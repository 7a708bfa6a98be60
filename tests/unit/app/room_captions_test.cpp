#include "app/room_captions.hpp"

#include <gmock/gmock.h>

#include "base/manual_loop.hpp"
#include "unit/http/fake_show.hpp"
#include "unit/http/happenings.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::grew;
using test::said;
using test::skip;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RoomCaptionsTest : public ::testing::Test {
 protected:
  void tell(Happening what) {
    show.log.append(loop.now(), std::move(what));
    loop.run_posted();
  }
  // Streams begun, pieces and ends among the packets so far.
  int count(std::string_view part) const {
    return static_cast<int>(std::ranges::count_if(packets, [&](const auto& packet) { return packet.contains(part); }));
  }

  ManualLoop loop;
  test::FakeShow show{loop};
  std::vector<std::string> packets;
  std::vector<Activity> shown;
  RoomCaptions captions{loop,
                        show,
                        {.send = [this](const std::string& packet) { packets.push_back(packet); },
                         .show = [this](Activity activity) { shown.push_back(activity); }}};
};

TEST_F(RoomCaptionsTest, ALineIsOneStreamThatEndsAsFinal) {
  tell(grew("A dog"));
  tell(grew(" runs.", 1, 5));
  ASSERT_EQ(packets.size(), 3u);
  EXPECT_THAT(packets[0], HasSubstr("lk.transcription"));
  EXPECT_THAT(packets[1], HasSubstr("A dog"));
  EXPECT_THAT(packets[2], HasSubstr(" runs."));
  EXPECT_EQ(count("true"), 0);
  tell(said("A dog runs."));
  ASSERT_EQ(packets.size(), 4u);
  EXPECT_THAT(packets[3], HasSubstr("true"));
}

TEST_F(RoomCaptionsTest, ALineOfAPlaceThatWasLeftIsNotSaid) {
  tell(grew("A dog"));
  LineGrew more = grew(" runs.", 1, 5);
  LineEnded end = said("A dog runs.");
  more.newest_frame_at = end.times.newest_frame = show.shown + 2s;
  tell(more);
  tell(end);
  EXPECT_EQ(packets.size(), 2u) << "they wait for their picture";
  tell(PlaybackChanged{.jumped = true});
  EXPECT_EQ(count(" runs."), 0);
  EXPECT_EQ(count("true"), 0);
  tell(said("Here.", 2));
  EXPECT_EQ(count("Here."), 1);
}

TEST_F(RoomCaptionsTest, ASkipIsNothingToTheRoom) {
  for (int i = 0; i < 10; ++i) tell(skip(i));
  EXPECT_THAT(packets, IsEmpty());
}

TEST_F(RoomCaptionsTest, ALineThatBreaksOffIsNeverFinal) {
  for (const Outcome outcome : {Outcome::kFailed, Outcome::kCancelled}) {
    packets.clear();
    tell(grew("A do"));
    tell(LineEnded{.cycle = 1, .text = "A do", .outcome = outcome});
    ASSERT_EQ(packets.size(), 3u) << "it ends all the same";
    EXPECT_EQ(count("true"), 0);
    EXPECT_THAT(packets[2], HasSubstr("false"));
  }
}

TEST_F(RoomCaptionsTest, ALineIsCompleteThoughNoPieceOfItWasSeen) {
  tell(said("A dog runs."));
  EXPECT_EQ(packets.size(), 3u);
  EXPECT_EQ(count("A dog runs."), 1);
}

TEST_F(RoomCaptionsTest, WhereThePiecesInFrontAreGoneTheEndBringsAll) {
  tell(grew("runs.", 1, 6));
  EXPECT_THAT(packets, IsEmpty());
  tell(said("A dog runs."));
  EXPECT_EQ(count("A dog runs."), 1);
}

TEST_F(RoomCaptionsTest, EachLineHasAStreamOfItsOwn) {
  tell(said("One."));
  const std::string first = packets[0];
  tell(said("Two."));
  EXPECT_EQ(count("lk.transcription_final"), 4);
  EXPECT_NE(packets[3], first);
}

TEST_F(RoomCaptionsTest, WordsWaitForThePicture) {
  show.shown = loop.now();
  LineGrew line = grew("A dog");
  line.newest_frame_at = loop.now() + 2s;
  tell(line);
  EXPECT_THAT(packets, IsEmpty());
  show.shown += 2s;
  loop.advance(2s);
  EXPECT_EQ(count("A dog"), 1);
}

TEST_F(RoomCaptionsTest, ShowsWhatTheCommentatorIsDoing) {
  tell(ActivityChanged{Activity::kThinking});
  tell(ActivityChanged{Activity::kSpeaking});
  EXPECT_THAT(shown, ElementsAre(Activity::kListening, Activity::kThinking, Activity::kSpeaking));
}

}  // namespace
}  // namespace np
