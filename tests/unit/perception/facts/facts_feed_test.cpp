#include "perception/facts/facts_feed.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using namespace std::chrono_literals;

FactsPtr at(Duration when) { return std::make_shared<Facts>(Facts{.at = TimePoint{} + 1h + when}); }

TEST(FactsFeed, GivesEachReaderWhatComesSinceItCame) {
  FactsFeed feed;
  feed.push(at(0s));
  int told = 0;
  const auto reader = feed.read({}, [&] { ++told; });
  EXPECT_EQ(reader->next(), nullptr);
  feed.push(at(1s));
  feed.push(at(2s));
  EXPECT_EQ(told, 2);
  EXPECT_EQ(reader->next()->at, at(1s)->at);
  EXPECT_EQ(reader->next()->at, at(2s)->at);
  EXPECT_EQ(reader->next(), nullptr);
  EXPECT_EQ(feed.newest()->at, at(2s)->at);
}

TEST(FactsFeed, GivesTheLastSecondsToWhoIsBehind) {
  FactsFeed feed;
  for (int i = 0; i < 10; ++i) feed.push(at(i * 1s));
  const auto reader = feed.read(at(7500ms)->at, nullptr);
  EXPECT_EQ(reader->next()->at, at(8s)->at);
  EXPECT_EQ(feed.read(at(1h)->at, nullptr)->next(), nullptr);
}

TEST(FactsFeed, KeepsNoMoreThanPicturesAreKept) {
  FactsFeed feed;
  const auto slow = feed.read({}, nullptr);
  for (int i = 0; i < 20; ++i) feed.push(at(i * 1s));
  EXPECT_EQ(slow->next()->at, at(3s)->at) << "the oldest are lost";
  for (int i = 0; i < 1000; ++i) feed.push(at(20s + i * 1ms));
  int left = 0;
  while (slow->next()) ++left;
  EXPECT_EQ(left, static_cast<int>(FactsFeed::kMost));
  feed.clear();
  EXPECT_EQ(feed.newest(), nullptr);
}

TEST(FactsFeed, TellsWhenTheFirstComesAndTheLastGoes) {
  int changes = 0;
  FactsFeed feed([&] { ++changes; });
  auto one = feed.read({}, nullptr);
  EXPECT_EQ(changes, 1);
  auto other = feed.read({}, nullptr);
  one.reset();
  EXPECT_EQ(changes, 1);
  other.reset();
  EXPECT_EQ(changes, 2);
  EXPECT_EQ(feed.readers(), 0u);
}

TEST(FactsFeed, AReaderMayGoWhileItIsTold) {
  FactsFeed feed;
  std::unique_ptr<FactsFeed::Reader> other;
  const auto one = feed.read({}, [&] { other.reset(); });
  other = feed.read({}, [] { FAIL(); });
  feed.push(at(0s));
  EXPECT_EQ(feed.readers(), 1u);
}

}  // namespace
}  // namespace np
