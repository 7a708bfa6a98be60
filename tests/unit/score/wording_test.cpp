#include "score/wording.hpp"

#include <gtest/gtest.h>

namespace np::score {
namespace {

TEST(Wording, CountsWords) {
  EXPECT_EQ(word_count("Two people come in, from the right."), 7);
  EXPECT_EQ(word_count("..."), 0);
  EXPECT_EQ(word_count("It's 12.5 metres"), 4);
}

TEST(Wording, AnEventHasAWordOfItsOwn) {
  for (const char* line : {"A person leaves.", "The man in red stops by the van.", "He turns round.",
                           "Two people meet.", "The light flickers.", "A goal!", "She picks up the ball.",
                           "A dog comes in.", "The picture cuts to another scene."})
    EXPECT_TRUE(tells_event(line)) << line;
  for (const char* line : {"Two people are in view.", "Someone walks to the left.", "It is a wide street.",
                           "A man in black stands by the car.", "A person stands close by in the middle.", "..."})
    EXPECT_FALSE(tells_event(line)) << line;
}

TEST(Wording, SomeLinesOnlyCountOrDirect) {
  for (const char* line : {"Two people are in view now.", "I count five people.", "Someone is walking to the left.",
                           "Three people walk to the left, one to the right.", "Someone heads to the right.",
                           "One person moves up.", "There are four people; two walk to the left."})
    EXPECT_TRUE(only_counts_or_directs(line)) << line;
  for (const char* line : {"Someone in red walks to the left.", "Two dogs are in view.", "A person leaves on the left.",
                           "Three people stand by the van.", "A woman pushes a pram to the left."})
    EXPECT_FALSE(only_counts_or_directs(line)) << line;
}

TEST(Wording, SomethingIsSpokenOfOrNot) {
  for (const char* line : {"A person walks in.", "Something moves at the top.", "Two people are in view.",
                           "A dog sits on the lawn.", "Somebody is there."})
    EXPECT_TRUE(speaks_of_something(line)) << line;
  for (const char* line :
       {"Nobody is in view.", "Nothing moves.", "A quiet street.", "It gets darker.", "The picture is frozen.",
        "No one is here.", "The picture is black.", "It is a test card.", "The street is empty."})
    EXPECT_FALSE(speaks_of_something(line)) << line;
}

}  // namespace
}  // namespace np::score
