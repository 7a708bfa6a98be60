#include "engine/watcher/focus.hpp"

#include <gmock/gmock.h>

namespace np::watcher {
namespace {

using testing::ElementsAre;

std::vector<std::string> asked(std::string_view instruction) { return names_of(parse_focus(instruction)); }

TEST(WatcherFocus, KnowsTheFourKindsByTheirWords) {
  EXPECT_THAT(asked("Tell me who comes in"), ElementsAre("people"));
  EXPECT_THAT(asked("How many people are there?"), ElementsAre("people"));
  EXPECT_THAT(asked("Is anyone walking about?"), ElementsAre("people"));
  EXPECT_THAT(asked("Watch the WOMEN and the children"), ElementsAre("people"));
  EXPECT_THAT(asked("anything that moves"), ElementsAre("motion"));
  EXPECT_THAT(asked("cars and dogs"), ElementsAre("motion"));
  EXPECT_THAT(asked("only tell me about the light"), ElementsAre("light"));
  EXPECT_THAT(asked("When does it get dark?"), ElementsAre("light"));
  EXPECT_THAT(asked("Count the cuts"), ElementsAre("cuts"));
  EXPECT_THAT(asked("say when the scene changes"), ElementsAre("cuts"));
  EXPECT_THAT(asked("tell me when the camera switches"), ElementsAre("cuts"));
  EXPECT_THAT(asked("people, and light"), ElementsAre("people", "light"));
}

TEST(WatcherFocus, HeedsEverythingWhereNoWordIsKnown) {
  for (const char* text : {"", "Tell me what happens, as it happens.", "Describe the scene.",
                           "What does the camera see?", "\xC3\xBC\xE2\x80\x99", "Be poetic!"}) {
    EXPECT_TRUE(parse_focus(text).all()) << text;
  }
}

TEST(WatcherFocus, UnderstandsWhatIsNotWanted) {
  EXPECT_THAT(asked("Everything, but no cuts"), ElementsAre("people", "motion", "light"));
  EXPECT_THAT(asked("Ignore the people and the light"), ElementsAre("motion", "cuts"));
  EXPECT_THAT(asked("don't talk about the light"), ElementsAre("people", "motion", "cuts"));
  EXPECT_THAT(asked("Don\xE2\x80\x99t talk about the light"), ElementsAre("people", "motion", "cuts"));
  EXPECT_THAT(asked("not the light, only people"), ElementsAre("people"));
  EXPECT_THAT(asked("No light. People!"), ElementsAre("people"));
}

TEST(WatcherFocus, SomethingIsAlwaysHeeded) {
  EXPECT_TRUE(parse_focus("no people, no motion, no light, no cuts").all());
}

}  // namespace
}  // namespace np::watcher
