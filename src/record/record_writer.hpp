// Keeps entries in lines.db and deletes entries that are too old or too many. Opens the file when it is first used, and
// again whenever it has to; logs each trouble once. One thread at a time; blocks for the disk. Throws nothing.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/metrics.hpp"
#include "record/database_error.hpp"
#include "record/line_store.hpp"
#include "record/record_entry.hpp"
#include "record/record_report.hpp"
#include "video/frame.hpp"
#include "video/thumbnail_maker.hpp"

namespace np {

inline constexpr const char* kRecordFile = "lines.db";

class RecordWriter {
 public:
  struct Options {
    std::filesystem::path folder;  // created if missing
    int keep_days = 30;
    int keep_mb = 1000;
    std::function<double()> wall_clock;  // Unix seconds
  };
  // An entry to write, and the frame that its picture is made of; nullptr: it gets none.
  struct Item {
    RecordEntry entry;
    FramePtr frame;
    std::vector<std::uint8_t> jpeg;
  };

  explicit RecordWriter(Options options);

  // Opens the file if it is closed. Returns its newest entry if it was just opened.
  std::optional<RecordEntry> open();
  // False: nothing was written, and you may try again. It makes the pictures first, and they stay in the items.
  bool write(std::vector<Item>& items);
  // kNotFound: there is no such entry.
  std::expected<void, Error> mark_wrong(std::uint64_t id, bool wrong);
  // One step of housekeeping. True: there is more to do.
  bool tend();
  // Call it when a reader has found something odd: reads the whole file, and puts it aside if it is damaged.
  void examine();

  // state "off": for good, because the file belongs to somebody else.
  const RecordReport& report() const { return report_; }

 private:
  void use(const std::filesystem::path& file);
  void put_aside(const std::filesystem::path& file);
  void make_picture(Item& item);
  void fails(const DatabaseError& error);
  void works();
  void count_bytes();

  const Options options_;
  std::optional<LineStore> store_;
  std::optional<ThumbnailMaker> pictures_;
  RecordReport report_;
  std::string told_;  // the trouble that was logged last
  bool unsettled_ = false;
  metrics::Counter& kept_;
  metrics::Counter& pruned_;
  metrics::Gauge& bytes_;
};

}  // namespace np
