// The loop's side of the record, which survives restarts: lines.db in a folder. One thread writes each entry within
// kBatch, so that it survives the end of the process; another one reads. While the file cannot be written, entries wait
// and the writer tries again. Loop thread; never blocks, except in the destructor, which writes the rest.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/answers.hpp"
#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "record/line_query.hpp"
#include "record/record_entry.hpp"
#include "record/record_report.hpp"
#include "record/waiting_entries.hpp"

namespace np {

class RecordReader;

class Record {
 public:
  static constexpr Duration kBatch = std::chrono::milliseconds(500);
  // After a failure.
  static constexpr Duration kRetry = std::chrono::seconds(2);
  static constexpr Duration kHousekeeping = std::chrono::seconds(30);
  // While there is more to delete.
  static constexpr Duration kNextStep = std::chrono::milliseconds(100);
  // Open questions of one kind; the next one is answered with kUnavailable.
  static constexpr std::size_t kMostAsked = 64;

  struct Options {
    std::filesystem::path folder;  // empty: nothing is kept
    int keep_days = 30;            // 0: nothing is kept
    int keep_mb = 1000;
    std::function<double()> wall_clock = {};  // Unix seconds, any thread; nullptr: the system's
  };

  Record(Loop& loop, Options options);
  ~Record();
  Record(const Record&) = delete;

  // `done` is called once on the loop when the file opens for the first time, with its newest entry (id 0: there is
  // none). Later entries must have greater ids.
  void on_open(std::function<void(const RecordEntry& newest)> done) { on_open_ = std::move(done); }

  // Ids rise. `frame`: its picture is made of this; nullptr: it gets none.
  void add(RecordEntry entry, FramePtr frame);

  // Each answers once on the loop, now or later, and covers all entries added so far; never after this is destroyed.
  // kConflict: nothing is kept, and why; other errors come from RecordReader and RecordWriter.
  using PageDone = std::function<void(std::expected<LinePage, Error>)>;
  using EntryDone = std::function<void(std::expected<RecordEntry, Error>)>;
  using PictureDone = std::function<void(std::expected<std::string, Error> jpeg)>;
  using MarkDone = std::function<void(std::expected<void, Error>)>;
  void page(LineQuery query, PageDone done);
  void find(std::uint64_t id, EntryDone done);
  void picture(std::uint64_t id, PictureDone done);
  void mark_wrong(std::uint64_t id, bool wrong, MarkDone done);

  const RecordReport& report() const { return report_; }

 private:
  struct Batch {
    std::vector<RecordWriter::Item> items;
    std::vector<Task> then;  // run on the loop, when the batch is written or cannot be; bounded like the questions
    bool written = false;    // belongs to the writer, and to the loop once the batch has come back
  };
  struct Threads;

  bool keeps() const { return threads_ && report_.state != "off"; }
  void write_now();
  void came_back(const std::shared_ptr<Batch>& batch, const RecordReport& report);
  void tend();
  void tend_after(Duration wait);
  void examine();
  void take(const RecordReport& report);
  void after_writing(Task task);
  template <typename Result>
  void ask(Answers<int, Result>& answers, std::function<void(std::expected<Result, Error>)> done,
           std::function<std::expected<Result, Error>(RecordReader&)> read);

  Loop& loop_;
  RecordReport report_;
  std::function<void(const RecordEntry&)> on_open_;
  WaitingEntries waiting_;
  std::vector<Task> then_;        // of the next batch
  std::shared_ptr<Batch> batch_;  // on its way; at most one
  metrics::Counter& lost_;
  std::uint64_t lost_told_ = 0;
  Timer write_timer_;
  Timer tend_timer_;
  std::shared_ptr<LoopGate> gate_;
  Answers<int, LinePage> pages_;
  Answers<int, RecordEntry> entries_;
  Answers<int, std::string> pictures_;
  Answers<int> marks_;
  std::unique_ptr<Threads> threads_;  // nullptr: nothing is kept. Last: they use all of the above
};

}  // namespace np
