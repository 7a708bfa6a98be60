#include "commentary/event.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(EventLogTest, ReaderGetsWhatComesAfterItJoined) {
  EventLog log;
  log.append(EventType::kPiece, "before");
  int told = 0;
  const auto reader = log.read(std::nullopt, [&] { ++told; });
  EXPECT_EQ(reader->next(), nullptr);
  log.append(EventType::kPiece, "one");
  log.append(EventType::kSource, "{}");
  EXPECT_EQ(told, 2);
  const auto one = reader->next();
  ASSERT_TRUE(one);
  EXPECT_EQ(one->data, "one");
  const auto two = reader->next();
  ASSERT_TRUE(two);
  EXPECT_EQ(two->type, EventType::kSource);
  EXPECT_EQ(two->id, one->id + 1);
  EXPECT_EQ(reader->next(), nullptr);
}

TEST(EventLogTest, ReplaysAfterAnId) {
  EventLog log;
  for (int i = 0; i < 5; ++i) log.append(EventType::kPiece, std::to_string(i));
  const auto reader = log.read(log.last_id() - 2, nullptr);
  EXPECT_EQ(reader->next()->data, "3");
  EXPECT_EQ(reader->next()->data, "4");
  EXPECT_EQ(reader->next(), nullptr);
}

TEST(EventLogTest, ReplaysAllThatIsKeptForAnIdOfAnotherRun) {
  EventLog log;
  log.append(EventType::kPiece, "first");
  EXPECT_EQ(log.read(7, nullptr)->next()->data, "first");
  EXPECT_EQ(log.read(log.last_id() + 1000, nullptr)->next()->data, "first");
  EXPECT_EQ(log.read(log.last_id(), nullptr)->next(), nullptr);
}

TEST(EventLogTest, IdsRiseOverRestarts) {
  const EventLog first;
  const EventLog second;
  EXPECT_GE(second.last_id(), first.last_id());
  EXPECT_LT(second.last_id(), 1ull << 53) << "must be exact in a JavaScript number";
}

TEST(EventLogTest, KeepsABoundedPastAndSaysSoToASlowReader) {
  EventLog log;
  const auto slow = log.read(std::nullopt, nullptr);
  for (std::size_t i = 0; i < EventLog::kCapacity; ++i) log.append(EventType::kPiece, "x");
  EXPECT_FALSE(slow->lost());
  log.append(EventType::kPiece, "x");
  EXPECT_TRUE(slow->lost());
  EXPECT_EQ(slow->next(), nullptr);
}

TEST(EventLogTest, AReaderMayLeaveWhileItIsTold) {
  EventLog log;
  std::unique_ptr<EventLog::Reader> a, b;
  a = log.read(std::nullopt, [&] { b.reset(); });
  b = log.read(std::nullopt, [&] { a.reset(); });
  log.append(EventType::kPiece, "x");
  EXPECT_EQ(log.readers(), 1u);
}

TEST(CycleEndTest, HasTheFieldsOfTheApi) {
  CycleEnd end;
  end.cycle = 3;
  end.frame_ids = {4, 5};
  end.oldest_frame_at = 10;
  end.newest_frame_at = 11;
  end.inference_start = 11.5;
  end.inference_end = 12.25;
  end.target_delay = 2;
  EXPECT_EQ(to_json(end),
            R"({"type":"cycle_end","cycle":3,"frame_ids":[4,5],"oldest_frame_at":10.000000,"newest_frame_at":11.000000,)"
            R"("inference_start":11.500000,"inference_end":12.250000,"inference_sec":0.750000,"latency_sec":2.250000,)"
            R"("skipped":false,"target_delay":2.000})");
  end.error = "It \"broke\".";
  end.cancelled = true;
  EXPECT_NE(to_json(end).find(R"x("error":"It \"broke\".","cancelled":true})x"), std::string::npos);
}

}  // namespace
}  // namespace np
