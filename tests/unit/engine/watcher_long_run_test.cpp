// The narrator over hours of made-up facts: whatever happens, what it says is English and no litany.
#include <gmock/gmock.h>

#include <deque>
#include <random>
#include <regex>

#include "engine/watcher/narrator.hpp"
#include "engine/watcher/words/said.hpp"
#include "unit/engine/watcher_play.hpp"

namespace np::watcher {
namespace {

using What = Occurrence::What;

class LongRun {
 public:
  explicit LongRun(unsigned seed, std::string profile) : random_(seed), profile_(std::move(profile)) {}

  std::vector<std::string> lines;

  void run(double seconds, double lively) {
    for (Kind kind : {Kind::kBench, Kind::kCar, Kind::kTrafficLight}) {
      if (any(2)) play_.put(kind, 0.2 + 0.1 * any(7));
    }
    for (double t = 0; t < seconds; t += Play::kStep) {
      if (any(1000) < lively * 1000 * Play::kStep) act();
      leave_at_border();
      narrator_.see(play_.next());
      if (any(5) < 2) {
        std::string line = narrator_.comment(
            {.instruction = "Tell me what happens.", .profile_key = profile_, .anew = std::exchange(anew_, false)});
        if (!line.empty()) lines.push_back(std::move(line));
      }
    }
  }

 private:
  int any(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  void act() {
    static constexpr Kind kKinds[] = {Kind::kPerson,   Kind::kPerson, Kind::kPerson, Kind::kPerson,
                                      Kind::kDog,      Kind::kCar,    Kind::kBus,    Kind::kBird,
                                      Kind::kElephant, Kind::kThing,  Kind::kBall};
    static constexpr What kAlone[] = {What::kStops,      What::kSetsOff,  What::kRuns,
                                      What::kTurnsRound, What::kSitsDown, What::kGetsUp};
    const int what = any(20);
    if (what < 7 && cast_.size() < 9) {
      const Kind kind = kKinds[any(std::size(kKinds))];
      const Side side = any(6) ? (any(2) ? Side::kLeft : Side::kRight) : (any(2) ? Side::kTop : Side::kBottom);
      const auto colour = static_cast<Colour>(any(3) ? any(kColours) : 0);
      const int id = any(8) ? play_.walk_in(side, colour, kind, any(5) ? Gait::kWalks : Gait::kRuns)
                            : play_.appear(0.3 + 0.05 * any(9), colour, kind);
      play_.of(id).certainty = 0.4f + 0.06f * static_cast<float>(any(10));
      play_.of(id).distance = static_cast<Distance>(any(3));
      cast_.push_back(id);
      return;
    }
    if (cast_.empty()) return;
    const int id = cast_[any(cast_.size())], other = cast_[any(cast_.size())];
    if (what < 12) {
      const What deed = kAlone[any(std::size(kAlone))];
      if (deed == What::kSetsOff) return play_.set_off(id, any(2) ? Side::kLeft : Side::kRight);
      if (deed == What::kStops) return play_.stop(id);
      return play_.tell(deed, id);
    }
    if (what < 15 && id != other)
      return play_.tell(any(3) == 0 ? What::kMeets : any(2) ? What::kPasses : What::kParts, id, Side::kNone, other);
    if (what == 15) return play_.tell(static_cast<What>(static_cast<int>(What::kDark) + any(5)));
    if (what == 16 && any(6) == 0) {
      play_.cut();
      cast_.clear();
      return;
    }
    if (what == 17) return go(id, false);
    if (what == 18 && any(8) == 0) play_.facts().names_things = any(4) != 0;
    if (what == 19 && any(8) == 0) {
      play_.facts().picture = static_cast<PictureState>(any(3) ? 0 : any(4));
      play_.facts().picture_for = 0;
    }
  }
  void go(int id, bool by_border) {
    const double x = play_.of(id).box.center().x;
    if (by_border) {
      play_.leave(id, x < 0.5 ? Side::kLeft : Side::kRight);
    } else {
      play_.vanish(id);
    }
    std::erase(cast_, id);
  }
  void leave_at_border() {
    for (const int id : std::vector(cast_)) {
      if (const double x = play_.of(id).box.center().x; x < 0 || x > 1) go(id, true);
    }
  }

  std::mt19937 random_;
  std::string profile_;
  Play play_;
  Narrator narrator_;
  std::vector<int> cast_;
  bool anew_ = true;
};

double repeated(const std::vector<std::string>& lines) {
  int n = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i < 8 ? 0 : i - 8; j < i; ++j) {
      if (likeness(lines[i], lines[j]) < 0.85) continue;
      ++n;
      break;
    }
  }
  return n / std::max(1.0, static_cast<double>(lines.size()));
}

void expect_english(const std::string& line) {
  static const std::regex kWrong(
      "\\b[Aa] [aeio]\\w|\\b[Aa]n [bcdfgjklmnpqrstvwxyz]|  | ,| \\.|\\.\\.|\\{|\\}|\\[|\\]|\\||\\b(\\w+) \\1\\b|\\bone "
      "people|\\bone players|^(One|A person|The person|The cyclist) (are|have|walk|come|stop|leave)\\b|^\\w+ people "
      "(is|has|walks|comes|stops|leaves)\\b|the person and the person|omething (\\w+)s? at the bottom");
  EXPECT_TRUE(std::isupper(static_cast<unsigned char>(line.front()))) << line;
  EXPECT_TRUE(line.ends_with('.')) << line;
  EXPECT_FALSE(std::regex_search(line, kWrong)) << line;
  std::size_t from = 0;
  for (std::size_t stop = line.find(". "); stop != line.npos; from = stop + 2, stop = line.find(". ", from))
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(line[stop + 2]))) << line;
  EXPECT_LE(std::ranges::count(line, ' '), 45) << line;
}

TEST(WatcherLongRun, IsEnglishAndNoLitany) {
  unsigned seed = 0;
  for (const char* profile : {"default", "sports", "nature", "security", "descriptive"}) {
    for (const double lively : {0.05, 0.4, 1.5, 4.0}) {
      LongRun run(++seed, profile);
      run.run(1200, lively);
      EXPECT_GE(run.lines.size(), 8u) << profile << " " << lively;
      for (const std::string& line : run.lines) expect_english(line);
      EXPECT_LE(repeated(run.lines), 0.03) << profile << " " << lively;
    }
  }
}

}  // namespace
}  // namespace np::watcher
