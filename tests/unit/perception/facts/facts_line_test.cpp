#include "perception/facts/facts_line.hpp"

#include <gmock/gmock.h>

namespace np {
namespace {

using What = Occurrence::What;
using ::testing::HasSubstr;
using ::testing::Not;

Actor actor(Kind kind, float x, Gait gait = Gait::kUnknown, float speed = 0, Colour colour = Colour::kNone) {
  return {.id = 1,
          .kind = kind,
          .certainty = 0.9f,
          .sightings = 5,
          .box = {x, 0.3f, 0.1f, 0.3f},
          .colour = colour,
          .velocity = {speed, 0},
          .gait = gait};
}
Facts view(std::vector<Actor> actors) { return {.names_things = true, .actors = std::move(actors)}; }
Occurrence event(What what, Kind kind, Side side = Side::kNone) {
  return {.what = what, .actor = 1, .side = side, .who = actor(kind, 0.4f)};
}

TEST(FactsLine, TellsWhoIsInViewAndWhatHasJustHappened) {
  const std::vector events{event(What::kEnters, Kind::kPerson, Side::kLeft)};
  EXPECT_EQ(
      facts_line(view({actor(Kind::kDog, 0.85f), actor(Kind::kPerson, 0.1f, Gait::kWalks, -0.6f, Colour::kRed),
                       actor(Kind::kPerson, 0.5f, Gait::kStill, 0, Colour::kBlack)}),
                 events),
      "In view: 2 people (one in red, walking left; one in black, standing), a dog on the right. Just now: a person "
      "came in from the left.");
}

TEST(FactsLine, OfOneItTellsPlaceAndMore) {
  EXPECT_EQ(facts_line(view({actor(Kind::kBus, 0.4f, Gait::kRuns, 2, Colour::kWhite)}), {}),
            "In view: a bus in the middle (white, moving fast right).");
  EXPECT_EQ(facts_line(view({actor(Kind::kElephant, 0.f)}), {}), "In view: an elephant on the left.");
}

TEST(FactsLine, SaysThatThereIsNothing) { EXPECT_EQ(facts_line({}, {}), "In view: nobody and nothing that moves."); }

TEST(FactsLine, OfABrokenPictureNothingElse) {
  Facts facts = view({actor(Kind::kPerson, 0.5f)});
  facts.picture = PictureState::kBlack;
  EXPECT_EQ(facts_line(facts, {}), "The picture is black.");
  facts.picture = PictureState::kTestCard;
  EXPECT_EQ(facts_line(facts, {}), "The picture is a test card.");
}

TEST(FactsLine, SaysTheBroaderWordWhereTheKindIsNotSure) {
  Actor dog = actor(Kind::kDog, 0.5f);
  dog.certainty = 0.4f;
  EXPECT_EQ(facts_line(view({dog}), {}), "In view: an animal in the middle.");
}

TEST(FactsLine, WhatIsOnSomebodyOrHiddenIsNotToldByItself) {
  Actor rider = actor(Kind::kPerson, 0.1f, Gait::kWalks, 0.9f);
  Actor bicycle = actor(Kind::kBicycle, 0.1f), hidden = actor(Kind::kCar, 0.5f);
  rider.rides = 2;
  bicycle.ridden_by = 1;
  hidden.covered = true;
  EXPECT_EQ(facts_line(view({rider, bicycle, hidden}), {}), "In view: a person on the left (riding right).");
}

TEST(FactsLine, StaysShortHoweverMuchThereIs) {
  Facts facts;
  for (int i = 0; i < 300; ++i) {
    const Kind kind = static_cast<Kind>(i % kKinds);
    facts.actors.push_back(actor(kind, 0.5f, Gait::kWalks, 1, Colour::kOrange));
  }
  std::vector<Occurrence> events(500, event(What::kVanishes, Kind::kPerson));
  EXPECT_LT(facts_line(facts, events).size(), 1000u);
  facts.crowd = 40;
  EXPECT_THAT(facts_line(facts, {}), HasSubstr("In view: about 40 people."));
}

TEST(FactsLine, EveryOccurrenceIsASentenceOrNothing) {
  for (int what = 0; what <= static_cast<int>(What::kCameraRests); ++what) {
    const std::vector events{event(static_cast<What>(what), Kind::kThing, Side::kTop)};
    EXPECT_THAT(facts_line({}, events), Not(HasSubstr("  ")));
    EXPECT_TRUE(facts_line({}, events).ends_with('.'));
  }
}

}  // namespace
}  // namespace np
