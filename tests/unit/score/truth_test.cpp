#include "score/truth.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/error.hpp"

namespace np::score {
namespace {

TEST(Truth, IsEventsByTimeAndPeopleBySecond) {
  const Truth t = parse_truth(R"({
    "about": "a yard", "seconds": 12.5,
    "events": [
      {"at": 7, "what": "leaves", "kind": "animal", "note": "a dog or so"},
      {"at": 1.1, "what": "enters", "kind": "person", "side": "right", "count": 2},
      {"at": 5, "what": "leaves", "kind": "cat", "side": ["left", "inside"]},
      {"at": 3, "what": "happens", "words": ["Jump", "leap"]}],
    "people": [0, 2, null, 2]})",
                              "t.json");
  ASSERT_EQ(t.events.size(), 4u);
  EXPECT_DOUBLE_EQ(t.seconds, 12.5);
  EXPECT_EQ(t.events[0].count, 2);
  EXPECT_EQ(t.events[0].side, kRight);
  EXPECT_EQ(t.events[0].what, What::kEnters);
  EXPECT_EQ(t.events[1].words.front(), "jump");
  EXPECT_EQ(t.events[2].side, kLeft | kInside);
  EXPECT_EQ(t.events[3].who.family, Family::kAnimal);
  EXPECT_TRUE(t.events[3].who.kinds.empty());
  EXPECT_EQ(t.people_at(1.9), 2);
  EXPECT_EQ(t.people_at(2), std::nullopt);
  EXPECT_EQ(t.people_at(80), std::nullopt);
}

std::string refusal(const std::string& text) {
  try {
    parse_truth(text, "t.json");
  } catch (const Error& e) {
    return e.message();
  }
  return "it was taken";
}

struct Wrong {
  const char* text;
  const char* says;
};

TEST(Truth, WhatIsWrongIsSaidWithItsPlaceAndWhatIsAllowed) {
  const Wrong all[] = {
      {"", "t.json, line 1: this is no JSON"},
      {"{\"seconds\": 5,\n\"events\": [}", "t.json, line 2: this is no JSON"},
      {"[]", "one JSON object"},
      {"{\"seconds\": 5, \"events\": []} x", "this is no JSON"},
      {"{\"events\": []}", "seconds is missing; it is a number"},
      {"{\"seconds\": 0, \"events\": []}", "a number above 0"},
      {"{\"seconds\": \"ten\", \"events\": []}", "seconds is \"ten\""},
      {"{\"seconds\": 5}", "events is missing"},
      {"{\"seconds\": 5,\n\"events\": {}}", "line 2: events is {}; it is a list"},
      {"{\"seconds\": 5, \"events\": [], \"perople\": []}",
       "perople is not known; there are about, seconds, events, people"},
      {"{\"seconds\": 5, \"events\": [\n{\"at\": 1, \"what\": \"enters\", \"kind\": \"dog\"},\n{\"at\": 2, \"what\": "
       "\"comes\", \"kind\": \"dog\"}]}",
       "t.json, line 3: events[1].what is \"comes\"; it is enters, leaves or happens"},
      {"{\"seconds\": 5, \"events\": [7]}", "events[0] is 7; it is an object"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 9, \"what\": \"enters\", \"kind\": \"dog\"}]}",
       "events[0].at is 9; it is a number from 0 to 5"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"enters\"}]}",
       "events[0].kind is missing; it is a kind such as person"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"enters\", \"kind\": \"dragon\"}]}",
       "events[0].kind is \"dragon\""},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"enters\", \"kind\": \"dog\", \"side\": \"lft\"}]}",
       "events[0].side is \"lft\"; it is left, right, top, bottom or inside"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"enters\", \"kind\": \"dog\", \"count\": 0}]}",
       "events[0].count is 0; it is a whole number"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"enters\", \"kind\": \"dog\", \"count\": 1.5}]}",
       "events[0].count is 1.5"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"happens\"}]}",
       "events[0].words is missing; it is a list of words"},
      {"{\"seconds\": 5, \"events\": [{\"at\": 1, \"what\": \"enters\", \"kind\": \"dog\", \"colour\": \"red\"}]}",
       "events[0].colour is not known"},
      {"{\"seconds\": 5, \"events\": [], \"people\": [1,\n2,\n-3]}",
       "t.json, line 3: people[2] is -3; it is a whole number"},
      {"{\"seconds\": 2, \"events\": [], \"people\": [1,2,3,4,5]}", "people has 5 members for 2 seconds"},
  };
  for (const Wrong& w : all)
    EXPECT_NE(refusal(w.text).find(w.says), std::string::npos) << w.text << "\n" << refusal(w.text);
}

TEST(Truth, AFileThatIsNotThereIsSaid) {
  EXPECT_THROW(load_truth("/nowhere/truth.json"), Error);
  EXPECT_THROW(load_truth("/"), Error);
}

}  // namespace
}  // namespace np::score
