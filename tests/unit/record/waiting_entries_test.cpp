#include "record/waiting_entries.hpp"

#include <gmock/gmock.h>

#include "messages.hpp"
#include "record/messages.hpp"
#include "unit/record/entries.hpp"

namespace np {
namespace {

using test::line;
using test::says;

RecordWriter::Item item(std::uint64_t id, FramePtr frame = nullptr) {
  return {.entry = line(id, "A dog."), .frame = std::move(frame)};
}

TEST(WaitingEntries, AreTakenInOrder) {
  WaitingEntries waiting;
  EXPECT_TRUE(waiting.empty());
  waiting.add(item(1));
  waiting.add(item(2));
  auto taken = waiting.take();
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].entry.id, 1u);
  EXPECT_TRUE(waiting.empty());
  waiting.add(item(3));
  waiting.put_back(std::move(taken));
  taken = waiting.take();
  ASSERT_EQ(taken.size(), 3u);
  EXPECT_EQ(taken[2].entry.id, 3u);
}

TEST(WaitingEntries, LeaveAGapWhereTheOldestAreLost) {
  WaitingEntries waiting;
  for (std::uint64_t id = 1; id <= WaitingEntries::kMostEntries + 3; ++id) waiting.add(item(id));
  EXPECT_EQ(waiting.lost(), 3u);
  auto taken = waiting.take();
  ASSERT_EQ(taken.size(), WaitingEntries::kMostEntries + 1);
  const RecordEntry gap = taken[0].entry;
  EXPECT_EQ(gap.kind, RecordEntry::Kind::kGap);
  EXPECT_EQ(gap.id, 1u);
  EXPECT_DOUBLE_EQ(gap.at, line(1, "").at);
  EXPECT_DOUBLE_EQ(gap.ended_at, line(3, "").ended_at);
  EXPECT_THAT(gap.text, says(messages::kLinesAreMissing, 3));
  EXPECT_EQ(taken[1].entry.id, 4u);
  // It could not be written, and more is lost.
  waiting.add(item(3000));
  waiting.put_back(std::move(taken));
  EXPECT_EQ(waiting.lost(), 4u);
  taken = waiting.take();
  EXPECT_EQ(taken[0].entry.id, 1u);
  EXPECT_THAT(taken[0].entry.text, says(messages::kLinesAreMissing, 4));
  EXPECT_EQ(taken[1].entry.id, 5u);
  EXPECT_EQ(taken.back().entry.id, 3000u);
  // What is lost after that is another gap.
  for (std::uint64_t id = 4001; id <= 4001 + WaitingEntries::kMostEntries; ++id) waiting.add(item(id));
  taken = waiting.take();
  EXPECT_EQ(taken[0].entry.id, 4001u);
  EXPECT_THAT(taken[0].entry.text, says(messages::kLinesAreMissing, 1));
}

TEST(WaitingEntries, AreBoundedByTheirBytes) {
  WaitingEntries waiting;
  for (std::uint64_t id = 1; id <= 200; ++id) waiting.add({.entry = line(id, std::string(100'000, 'x'))});
  EXPECT_EQ(waiting.size(), WaitingEntries::kMostBytes / 100'000);
  // A single one is always kept.
  WaitingEntries one;
  one.add({.entry = line(1, std::string(WaitingEntries::kMostBytes + 1, 'x'))});
  EXPECT_EQ(one.size(), 1u);
}

TEST(WaitingEntries, HoldFewFrames) {
  WaitingEntries waiting;
  const FramePtr frame = test::frame(2, 2);
  for (std::uint64_t id = 1; id <= 20; ++id) waiting.add(item(id, frame));
  const auto taken = waiting.take();
  EXPECT_EQ(std::ranges::count_if(taken, [](const auto& i) { return i.frame != nullptr; }),
            static_cast<std::ptrdiff_t>(WaitingEntries::kMostFrames));
  EXPECT_TRUE(taken.back().frame);
  EXPECT_FALSE(taken.front().frame);
}

}  // namespace
}  // namespace np
