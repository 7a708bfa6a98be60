// A Record in a folder, on a manual clock.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/manual_loop.hpp"
#include "record/record.hpp"
#include "unit/config/folder.hpp"
#include "unit/record/entries.hpp"

namespace np::test {

class Kept : public ::testing::Test {
 protected:
  void open(int days = 30, int mb = 1000) {
    record.reset();
    record = std::make_unique<Record>(
        loop, Record::Options{
                  .folder = state, .keep_days = days, .keep_mb = mb, .wall_clock = [this] { return now.load(); }});
  }
  void add(std::uint64_t id, std::string text = "A dog.") { record->add(line(id, std::move(text)), nullptr); }

  // Lets the threads work and time pass until it is so.
  ::testing::AssertionResult until(const std::function<bool()>& condition) {
    for (int i = 0; i < 200; ++i) {
      if (condition()) return ::testing::AssertionSuccess();
      if (!loop.wait_posted(std::chrono::milliseconds(50))) loop.advance(std::chrono::milliseconds(100));
    }
    return ::testing::AssertionFailure() << "it did not come true";
  }
  bool is(const std::string& state) {
    return until([&] { return record->report().state == state; });
  }

  template <typename Result, typename Ask>
  std::expected<Result, Error> answer(Ask ask) {
    std::optional<std::expected<Result, Error>> got;
    ask([&](std::expected<Result, Error> result) { got = std::move(result); });
    while (!got && loop.wait_posted(std::chrono::seconds(10))) {
    }
    if (!got) return std::unexpected(Error(ErrorKind::kTimeout, "no answer"));
    return std::move(*got);
  }
  std::expected<LinePage, Error> page(LineQuery query = {}) {
    return answer<LinePage>([&](auto done) { record->page(query, done); });
  }
  std::vector<std::uint64_t> kept(LineQuery query = {}) {
    const auto lines = page(std::move(query));
    EXPECT_TRUE(lines) << lines.error().message();
    return lines ? ids(*lines) : std::vector<std::uint64_t>{};
  }

  const Folder folder;
  const std::filesystem::path state = folder / "state";
  const std::filesystem::path file = state / "lines.db";
  std::atomic<double> now{kNow};
  ManualLoop loop;
  std::unique_ptr<Record> record;
};

}  // namespace np::test
