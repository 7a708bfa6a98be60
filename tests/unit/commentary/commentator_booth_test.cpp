// Which of two commentators says a line.
#include <gmock/gmock.h>

#include "commentary/commentator.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

using testing::ElementsAre;

class BoothTest : public ShowTest {
 protected:
  void hear() {
    while (!voice.waiting.empty()) voice.synthesize(1s);
  }
  void say_and_hear(const std::string& line) {
    say(line);
    hear();
  }
};

TEST_F(BoothTest, TheEngineKnowsWhatALineIs) {
  make({.booth = true});
  frame();
  commentator->set_instruction("x");
  for (const LineKind kind : {LineKind::kOpening, LineKind::kEvent, LineKind::kSummary, LineKind::kEvent}) {
    engine.line = kind;
    say_and_hear("Line " + std::to_string(voice.said.size()) + ". It has two sentences.");
  }
  EXPECT_THAT(voice.seats, ElementsAre(Seat::kSecond, Seat::kSecond, Seat::kFirst, Seat::kFirst, Seat::kSecond,
                                       Seat::kSecond, Seat::kFirst, Seat::kFirst));
}

TEST_F(BoothTest, AModelsFirstLineIsAnOpening) {
  make({.booth = true});
  frame();
  commentator->set_instruction("x");
  while (!engine.running()) watch(200ms);
  engine.answer("...");
  say_and_hear("A yard with a tree.");
  say_and_hear("A dog runs in.");
  commentator->set_instruction("y");
  say_and_hear("A quiet yard.");
  say_and_hear("The dog barks.");
  commentator->reset();
  frame();
  say_and_hear("A street in the rain.");
  EXPECT_THAT(voice.seats, ElementsAre(Seat::kSecond, Seat::kFirst, Seat::kSecond, Seat::kFirst, Seat::kSecond));
}

TEST_F(BoothTest, AModelsLineAfterAQuietSpellIsASummary) {
  make({.booth = true});
  frame();
  commentator->set_instruction("x");
  say_and_hear("A yard with a tree.");
  watch_quietly(5s);
  say_and_hear("A dog runs in.");
  watch_quietly(20s);
  say_and_hear("So far one dog was here.");
  EXPECT_THAT(voice.seats, ElementsAre(Seat::kSecond, Seat::kFirst, Seat::kSecond));
}

TEST_F(BoothTest, WithoutABoothOneSaysEverything) {
  make();
  engine.line = LineKind::kOpening;
  frame();
  commentator->set_instruction("x");
  say_and_hear("A yard with a tree.");
  EXPECT_THAT(voice.seats, ElementsAre(Seat::kFirst));
}

}  // namespace
}  // namespace np
