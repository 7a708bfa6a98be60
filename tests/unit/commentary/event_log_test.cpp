#include "commentary/event_log.hpp"

#include <gtest/gtest.h>

#include "commentary/step_reader.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kFirst = TimePoint{} + 1h;

LineGrew grew(std::string piece, std::uint64_t cycle = 1) { return {.cycle = cycle, .piece = std::move(piece)}; }
LineEnded said(std::string text, std::uint64_t cycle = 1) { return {.cycle = cycle, .text = std::move(text)}; }
LineEnded skip() { return {.outcome = Outcome::kNothing}; }
SourceChanged source(std::string state) { return {.state = std::move(state)}; }

std::string text_of(const EventPtr& event) {
  if (!event) return "";
  if (const auto* piece = std::get_if<LineGrew>(&event->what)) return piece->piece;
  if (const auto* end = std::get_if<LineEnded>(&event->what)) return end->text;
  if (const auto* change = std::get_if<SourceChanged>(&event->what)) return change->state;
  return "?";
}

TEST(EventLogTest, IdsRiseAboveThoseOfAnEarlierRun) {
  EventLog log;
  const auto reader = log.read(std::nullopt, nullptr);
  const std::uint64_t ahead = log.last_id() + 1'000'000'000'000;
  log.rise_above(ahead);
  log.append(TimePoint{}, said("first"));
  log.rise_above(17);
  log.append(TimePoint{}, said("second"));
  EXPECT_EQ(reader->next()->id, ahead + 1);
  EXPECT_EQ(reader->next()->id, ahead + 2);
}

TEST(EventLogTest, ReaderGetsWhatComesAfterItJoined) {
  EventLog log;
  log.append(kFirst, said("before"));
  int told = 0;
  const auto reader = log.read(std::nullopt, [&] { ++told; });
  EXPECT_EQ(reader->next(), nullptr);
  log.append(kFirst, grew("one"));
  log.append(kFirst, source("live"));
  EXPECT_EQ(told, 2);
  const auto one = reader->next();
  EXPECT_EQ(text_of(one), "one");
  const auto two = reader->next();
  EXPECT_EQ(text_of(two), "live");
  EXPECT_EQ(two->id, one->id + 1);
  EXPECT_EQ(reader->next(), nullptr);
}

TEST(EventLogTest, ReplaysAfterAnId) {
  EventLog log;
  for (int i = 0; i < 5; ++i) log.append(kFirst, said(std::to_string(i)));
  const auto reader = log.read(log.last_id() - 2, nullptr);
  EXPECT_EQ(text_of(reader->next()), "3");
  EXPECT_EQ(text_of(reader->next()), "4");
  EXPECT_EQ(reader->next(), nullptr);
}

TEST(EventLogTest, ReplaysAllThatIsKeptForAnIdOfAnotherRun) {
  EventLog log;
  log.append(kFirst, said("first"));
  EXPECT_EQ(text_of(log.read(7, nullptr)->next()), "first");
  EXPECT_EQ(text_of(log.read(log.last_id() + 1000, nullptr)->next()), "first");
  EXPECT_EQ(log.read(log.last_id(), nullptr)->next(), nullptr);
}

TEST(EventLogTest, IdsRiseOverRestarts) {
  const EventLog first;
  const EventLog second;
  EXPECT_GE(second.last_id(), first.last_id());
  EXPECT_LT(second.last_id(), 1ull << 53) << "must be exact in a JavaScript number";
}

TEST(EventLogTest, KeepsTheLastHourOfLinesHoweverManyCyclesHaveNothingToSay) {
  EventLog log;
  TimePoint now = kFirst;
  int minute = 0;
  for (int i = 0; i < 2 * 60 * 120; ++i, now += 500ms) {  // two hours, a cycle each half second
    if (i % 120 == 0) {
      ++minute;
      log.append(now, grew("minute ", minute));
      log.append(now, said("minute " + std::to_string(minute), minute));
    } else {
      log.append(now, skip());
    }
  }
  const auto away = log.read(0, nullptr);
  EXPECT_EQ(text_of(away->next()), "minute 61");
  int lines = 1;
  while (const auto event = away->next())
    lines += std::holds_alternative<LineEnded>(event->what) && !text_of(event).empty();
  EXPECT_EQ(lines, 60);
}

TEST(EventLogTest, IsBoundedAndSaysSoToASlowReader) {
  EventLog log;
  const auto slow = log.read(std::nullopt, nullptr);
  for (std::size_t i = 0; i < EventLog::kMostKept; ++i) log.append(kFirst, said("x"));
  EXPECT_FALSE(slow->lost());
  log.append(kFirst, said("x"));
  EXPECT_TRUE(slow->lost());
  EXPECT_EQ(slow->next(), nullptr);
}

TEST(EventLogTest, IsBoundedByWhatItHolds) {
  EventLog log;
  const std::string text(EventLog::kMostBytes / 8, 'x');
  for (int i = 0; i < 100; ++i) {
    log.append(kFirst, grew(text, i));
    log.append(kFirst, said(text, i));
  }
  const auto away = log.read(0, nullptr);
  std::size_t bytes = 0;
  while (const auto event = away->next()) bytes += text_of(event).size();
  EXPECT_GT(bytes, EventLog::kMostBytes);
  EXPECT_LE(bytes, 2 * EventLog::kMostBytes);
}

TEST(EventLogTest, AReaderThatMissesPassingEventsIsNotLost) {
  EventLog log;
  const auto slow = log.read(std::nullopt, nullptr);
  for (std::size_t i = 0; i < 10 * EventLog::kMostPassing; ++i) log.append(kFirst, grew("x", 1));
  log.append(kFirst, said("xxx", 1));
  EXPECT_FALSE(slow->lost());
  std::string last;
  std::size_t read = 0;
  for (; const auto event = slow->next(); ++read) last = text_of(event);
  EXPECT_EQ(last, "xxx");
  EXPECT_LE(read, EventLog::kMostPassing + 1);
}

TEST(EventLogTest, ForgetsALinesPiecesTogether) {
  EventLog log;
  for (int i = 0; i < 3; ++i) log.append(kFirst, grew("a", 1));
  for (std::size_t i = 0; i < EventLog::kMostPassing - 2; ++i) log.append(kFirst, skip());
  EXPECT_TRUE(std::holds_alternative<LineEnded>(log.read(0, nullptr)->next()->what))
      << "two pieces of three are no use";
}

TEST(EventLogTest, AReaderMayLeaveWhileItIsTold) {
  EventLog log;
  std::unique_ptr<EventLog::Reader> a, b;
  a = log.read(std::nullopt, [&] { b.reset(); });
  b = log.read(std::nullopt, [&] { a.reset(); });
  log.append(kFirst, said("x"));
  EXPECT_EQ(log.readers(), 1u);
}

TEST(StepReaderTest, HoldsALineUntilItsPictureIsShown) {
  EventLog log;
  TimePoint shown = kFirst;
  StepReader reader(log.read(std::nullopt, nullptr), [&](TimePoint t) { return t - shown; });
  EXPECT_EQ(reader.wait(), Duration::max());
  log.append(kFirst, LineGrew{.cycle = 1, .piece = "A dog", .newest_frame_at = kFirst + 2s});
  log.append(kFirst, LineEnded{.cycle = 1, .text = "A dog", .times = {.newest_frame = kFirst + 2s}});
  log.append(kFirst, source("waiting"));
  EXPECT_EQ(reader.next(), nullptr);
  EXPECT_EQ(reader.wait(), 2s);
  shown += 1999ms;
  EXPECT_EQ(reader.next(), nullptr);
  shown += 1ms;
  EXPECT_EQ(text_of(reader.next()), "A dog");
  EXPECT_EQ(text_of(reader.next()), "A dog");
  EXPECT_EQ(text_of(reader.next()), "waiting");
}

TEST(StepReaderTest, WhatIsNoLineWaitsForNothing) {
  EventLog log;
  StepReader reader(log.read(std::nullopt, nullptr), [](TimePoint) { return Duration(1h); });
  log.append(kFirst, skip());
  log.append(kFirst, SettingsChanged{});
  EXPECT_TRUE(reader.next());
  EXPECT_TRUE(reader.next());
}

}  // namespace
}  // namespace np
