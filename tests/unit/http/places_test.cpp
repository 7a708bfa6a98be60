// Who has to go when somebody else comes; who guesses waits.
#include "http/server/places.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "http/server/guesses.hpp"

namespace np::http {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow = TimePoint{} + 1h;

struct Guests {
  std::vector<Occupant> occupants;
  ServerLimits limits{.max_connections = 6, .max_strangers = 4, .max_strangers_each = 2};

  Guests& add(std::string_view client, bool stranger, Duration quiet, bool idle = true) {
    occupants.push_back({client, stranger, idle, kNow - quiet});
    return *this;
  }
  Admission ask(std::string_view client, bool tokens = true) const {
    return admit(occupants, client, tokens, limits, kNow);
  }
};

TEST(Places, ThereIsRoom) {
  const Admission admission = Guests().add("a", true, 1s).add("b", false, 1s).ask("a");
  EXPECT_TRUE(admission.place);
  EXPECT_FALSE(admission.goes);
}

TEST(Places, AnAddressHasSoManyStrangersAndTheQuietestGoes) {
  const Guests house = Guests().add("a", true, 1s).add("b", true, 9s).add("a", true, 3s).add("a", false, 8s);
  EXPECT_EQ(house.ask("a").goes, 2u);
  EXPECT_FALSE(house.ask("b").goes);
  EXPECT_FALSE(house.ask("a", false).goes) << "without tokens all are alike";
}

TEST(Places, StrangersGoFromWhereMostAre) {
  const Guests house = Guests().add("a", true, 9s).add("b", true, 1s).add("c", true, 5s).add("b", true, 2s);
  EXPECT_EQ(house.ask("d").goes, 3u);
  EXPECT_TRUE(house.ask("d").place);
}

TEST(Places, WhereAllAreKnownWhoIsIdleGoes) {
  Guests house;
  for (int i = 0; i < 4; ++i) house.add("a", false, 0s, false);
  house.add("a", false, 5s).add("b", false, 7s);
  EXPECT_EQ(house.ask("c").goes, 5u);
  Guests busy;
  for (int i = 0; i < 5; ++i) busy.add("a", false, 9s, false);
  busy.add("a", false, 500ms);
  EXPECT_FALSE(busy.ask("c").place) << "between two requests that belong together nobody is sent away";
  EXPECT_FALSE(busy.ask("c").goes);
}

TEST(Guesses, TheEleventhWaitsAndTheNextWaitsForIt) {
  Guesses guesses;
  for (int i = 0; i < Guesses::kFree; ++i) EXPECT_EQ(guesses.wrong("a", kNow), kNow);
  EXPECT_EQ(guesses.wrong("a", kNow), kNow + Guesses::kPause);
  EXPECT_EQ(guesses.wrong("a", kNow), kNow + 2 * Guesses::kPause) << "also on another connection";
  EXPECT_EQ(guesses.wrong("b", kNow), kNow) << "others are not slowed down";
  EXPECT_EQ(guesses.wrong("a", kNow + 1h), kNow + 1h) << "an hour later it is forgotten";
}

TEST(Guesses, NobodyWaitsForLongHoweverManyThereAre) {
  Guesses guesses;
  for (int i = 0; i < 1000; ++i) EXPECT_LE(guesses.wrong("a", kNow), kNow + Guesses::kLongest);
  EXPECT_EQ(guesses.wrong("a", kNow), kNow + Guesses::kLongest);
}

TEST(Guesses, AreBounded) {
  Guesses guesses;
  for (int i = 0; i < Guesses::kFree + 5; ++i) guesses.wrong("a", kNow + 1s);
  for (std::size_t i = 0; i < 2 * Guesses::kMostClients; ++i) guesses.wrong(std::to_string(i), kNow);
  EXPECT_GT(guesses.wrong("a", kNow + 1s), kNow + 1s) << "the longest quiet ones are forgotten first";
}

}  // namespace
}  // namespace np::http
