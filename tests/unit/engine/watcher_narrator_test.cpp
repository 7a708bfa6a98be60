#include "engine/watcher/narrator.hpp"

#include <gmock/gmock.h>

#include <set>
#include <sstream>

namespace np::watcher {
namespace {

using Kind = SceneEvent::Kind;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

class WatcherNarrator : public testing::Test {
 protected:
  WatcherNarrator() {
    view.at = TimePoint{} + std::chrono::hours(1);
    view.watched_for = 60;
    see();
  }
  void see(std::vector<SceneEvent> events = {}) { narrator.see(std::move(events), view); }
  void wait(double seconds) {
    for (double t = 0; t < seconds; t += 0.2) {
      view.at += std::chrono::milliseconds(200);
      see();
    }
  }
  SceneEvent passage(Kind kind, Side side, bool person = true, Colour colour = Colour::kNone) const {
    return {kind, view.at, side, person, {0.5f, 0.5f}, 1, colour};
  }
  SceneEvent whole(Kind kind) const { return {.kind = kind, .at = view.at}; }
  Actor& add_person(float x, float speed = 0) {
    view.actors.push_back({.id = static_cast<int>(view.actors.size()) + 1,
                           .person = true,
                           .place = {x, 0.5f},
                           .height = 0.2f,
                           .velocity = {speed, 0},
                           .straight = speed != 0,
                           .known_for = 5,
                           .still_for = speed != 0 ? 0. : 3.});
    return view.actors.back();
  }
  std::string comment(std::string_view instruction = "") { return narrator.comment(parse_focus(instruction)); }
  std::string overview(std::string_view instruction = "") { return narrator.overview(parse_focus(instruction)); }

  SceneView view;
  Narrator narrator;
};

TEST_F(WatcherNarrator, SaysNothingWhereNothingHappens) {
  for (int i = 0; i < 40; ++i) {
    wait(1);
    EXPECT_EQ(comment(), "");
  }
}

TEST_F(WatcherNarrator, TellsWhoCameFromWhere) {
  see({passage(Kind::kEntry, Side::kLeft)});
  EXPECT_THAT(comment(), AllOf(AnyOf(HasSubstr("person"), HasSubstr("Someone")), HasSubstr("left")));
  EXPECT_EQ(comment(), "") << "told once";
  see({passage(Kind::kExit, Side::kBottom)});
  EXPECT_THAT(comment(), AllOf(Not(HasSubstr("Something")), HasSubstr("at the bottom")));
  see({passage(Kind::kEntry, Side::kRight, false)});
  EXPECT_THAT(comment(), AllOf(HasSubstr("Something"), HasSubstr("right")));
  see({passage(Kind::kEntry, Side::kRight, true, Colour::kRed)});
  EXPECT_THAT(comment(), AllOf(HasSubstr("in red"), HasSubstr("right")));
}

TEST_F(WatcherNarrator, CountsThoseWhoComeTogether) {
  see({passage(Kind::kEntry, Side::kRight), passage(Kind::kEntry, Side::kRight), passage(Kind::kExit, Side::kLeft)});
  const std::string line = comment();
  EXPECT_THAT(line, AllOf(HasSubstr("Two people"), HasSubstr("right"), HasSubstr("left")));
  EXPECT_EQ(std::ranges::count(line, '.'), 2);
}

TEST_F(WatcherNarrator, SaysTwoSentencesAtMost) {
  see({passage(Kind::kEntry, Side::kRight), passage(Kind::kExit, Side::kLeft), passage(Kind::kEntry, Side::kTop),
       passage(Kind::kExit, Side::kRight)});
  EXPECT_LE(std::ranges::count(comment(), '.'), 2);
}

TEST_F(WatcherNarrator, LeavesOutWhatIsStale) {
  see({passage(Kind::kEntry, Side::kLeft), whole(Kind::kDark)});
  wait(3.4);
  EXPECT_EQ(comment(), "");
}

TEST_F(WatcherNarrator, TheLightComesFirst) {
  see({passage(Kind::kEntry, Side::kLeft), whole(Kind::kDark)});
  EXPECT_THAT(comment(), HasSubstr("dark"));
  EXPECT_THAT(comment(), HasSubstr("left"));
}

TEST_F(WatcherNarrator, ACutEndsWhatWasBefore) {
  see({passage(Kind::kEntry, Side::kLeft), whole(Kind::kCut)});
  EXPECT_THAT(comment(), AnyOf(HasSubstr("scene"), HasSubstr("cut")));
  EXPECT_EQ(comment(), "");
}

TEST_F(WatcherNarrator, HeedsTheInstruction) {
  const auto all = [&] {
    see({passage(Kind::kEntry, Side::kLeft), whole(Kind::kDark)});
    see({{.kind = Kind::kMotion, .at = view.at, .place = {0.1f, 0.1f}}});
  };
  all();
  EXPECT_THAT(comment("only the people"), HasSubstr("left"));
  EXPECT_EQ(comment("only the people"), "");
  all();
  EXPECT_THAT(comment("only the light"), HasSubstr("dark"));
  EXPECT_EQ(comment("only the light"), "");
  all();
  EXPECT_EQ(comment("only the cuts"), "");
  all();
  EXPECT_THAT(comment("only motion"), HasSubstr("Something"));
}

TEST_F(WatcherNarrator, CountsWhenTheNumberHasSettled) {
  add_person(0.3f);
  add_person(0.6f);
  add_person(0.8f);
  see();
  EXPECT_EQ(comment(), "");
  wait(4);
  EXPECT_THAT(comment(), HasSubstr("hree people"));
  wait(4);
  EXPECT_THAT(comment(), Not(HasSubstr("hree people")));
}

TEST_F(WatcherNarrator, TellsWhichWayTheyWalk) {
  add_person(0.3f, 0.7f);
  add_person(0.6f, -0.8f);
  add_person(0.7f, -0.6f);
  see();
  overview();
  view.actors[1].velocity.x = 0.8f;
  wait(13);
  EXPECT_THAT(comment(), AllOf(HasSubstr("walk"), HasSubstr("left"), HasSubstr("right")));
}

TEST_F(WatcherNarrator, NoticesWhoStands) {
  add_person(0.1f).still_for = 8;
  see();
  overview();
  wait(4);
  EXPECT_THAT(comment(),
              AllOf(AnyOf(HasSubstr("still"), HasSubstr("standing"), HasSubstr("stopped")), HasSubstr("left")));
  wait(4);
  EXPECT_EQ(comment(), "");
}

TEST_F(WatcherNarrator, GivesAnOverviewToWhoeverBeginsToListen) {
  add_person(0.3f, -0.7f);
  add_person(0.5f, -0.7f);
  add_person(0.7f);
  see({passage(Kind::kEntry, Side::kRight)});
  EXPECT_THAT(overview(), AllOf(HasSubstr("hree people"), HasSubstr("two walk to the left")));
  EXPECT_EQ(comment(), "") << "what was pending is part of the overview";
}

TEST_F(WatcherNarrator, OverviewsSayOnlyWhatIsKnown) {
  EXPECT_THAT(overview("the light"), HasSubstr("light"));
  EXPECT_THAT(overview("cuts"), AnyOf(HasSubstr("cut"), HasSubstr("same")));
  EXPECT_THAT(overview("anything that moves"), AnyOf(HasSubstr("Nothing moves"), HasSubstr("still")));
  EXPECT_THAT(overview("people"), AnyOf(HasSubstr("Nobody"), HasSubstr("nobody")));
  Narrator fresh;
  EXPECT_THAT(fresh.overview({}), AnyOf(HasSubstr("watching"), HasSubstr("looking")));
}

TEST_F(WatcherNarrator, NeverRepeatsTheLastLine) {
  std::string last;
  for (int i = 0; i < 200; ++i) {
    view.at += std::chrono::milliseconds(600);
    see({passage(i % 3 == 0 ? Kind::kExit : Kind::kEntry, i % 2 == 0 ? Side::kLeft : Side::kRight)});
    const std::string line = i % 50 == 49 ? overview() : comment();
    EXPECT_NE(line, last);
    last = line;
  }
}

TEST_F(WatcherNarrator, TheSameEventsGiveTheSameWords) {
  const auto tell = [&] {
    Narrator another;
    std::string text;
    for (int i = 0; i < 20; ++i) {
      another.see({passage(i % 3 == 0 ? Kind::kExit : Kind::kEntry, Side::kLeft)}, view);
      text += another.comment({});
    }
    return text;
  };
  EXPECT_EQ(tell(), tell());
}

TEST_F(WatcherNarrator, SentencesAreShortEnoughToBeSpoken) {
  std::set<std::string> lines;
  const auto keep = [&](const std::string& line) {
    std::stringstream sentences(line);
    for (std::string s; std::getline(sentences, s, '.');) {
      if (!s.empty()) lines.insert(s);
    }
  };
  for (int i = 0; i < 12; ++i) {
    for (Side side : {Side::kLeft, Side::kRight, Side::kTop, Side::kBottom}) {
      for (bool person : {false, true}) {
        see({passage(Kind::kEntry, side, person)});
        keep(comment());
        see({passage(Kind::kExit, side, person, i % 2 ? Colour::kBlue : Colour::kNone)});
        keep(comment());
      }
    }
    for (Kind kind : {Kind::kAppearance, Kind::kMotion, Kind::kCut, Kind::kDark, Kind::kDimmer, Kind::kBrighter,
                      Kind::kLightBack, Kind::kFlicker, Kind::kAllMoves, Kind::kCalm}) {
      see({whole(kind)});
      keep(comment());
    }
    add_person(0.1f * static_cast<float>(i), i % 2 ? 0.7f : -0.7f);
    keep(overview());
    wait(7);
    keep(comment());
    wait(7);
    keep(comment());
  }
  EXPECT_GT(lines.size(), 60u);
  for (const std::string& line : lines) {
    EXPECT_LE(std::ranges::count(line, ' ') + 1, 13) << line;
    EXPECT_EQ(line.find('{'), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace np::watcher
