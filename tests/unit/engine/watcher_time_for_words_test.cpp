// A line that has to fit between what others say.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "engine/watcher/narrator.hpp"
#include "unit/engine/watcher_play.hpp"

namespace np::watcher {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

int word_count(const std::string& line) {
  return line.empty() ? 0 : static_cast<int>(std::ranges::count(line, ' ')) + 1;
}

class WatcherTimeForWords : public testing::Test {
 protected:
  // For so long nobody asks.
  void look(double seconds) {
    for (double t = 0; t < seconds - 1e-6; t += Play::kStep) narrator.see(play.next());
  }
  std::string ask(int time_for, LengthHint hint = LengthHint::kBrief) {
    return narrator.comment({.instruction = "Tell me what happens.", .hint = hint, .time_for = time_for});
  }
  // The scene is known, and nobody is there.
  void begin() {
    look(3);
    while (!ask(0).empty()) look(5);
    look(5);
  }

  Play play;
  Narrator narrator;
};

TEST_F(WatcherTimeForWords, NewsThatDoNotFitAreToldWhereThereIsMoreTime) {
  begin();
  play.walk_in(Side::kLeft, Colour::kRed);
  look(1);
  EXPECT_THAT(ask(1), IsEmpty());
  const std::string line = ask(12);
  EXPECT_THAT(line, HasSubstr("left"));
  EXPECT_LE(word_count(line), 12);
}

TEST_F(WatcherTimeForWords, NothingIsAddedThatThereIsNoTimeFor) {
  begin();
  play.walk_in(Side::kLeft, Colour::kRed);
  play.walk_in(Side::kRight, Colour::kNone, Kind::kDog);
  look(1);
  const std::string line = ask(9, LengthHint::kNone);
  EXPECT_FALSE(line.empty());
  EXPECT_LE(word_count(line), 9);
}

}  // namespace
}  // namespace np::watcher
