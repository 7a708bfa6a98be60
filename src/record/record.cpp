#include "record/record.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/loop_gate.hpp"
#include "base/worker_thread.hpp"
#include "record/messages.hpp"
#include "record/record_reader.hpp"
#include "record/record_writer.hpp"

namespace np {
namespace {

Error too_many() { return Error(ErrorKind::kUnavailable, messages::kRecordIsAsked); }

double system_clock() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

// The threads, and the objects that belong to each of them.
struct Record::Threads {
  explicit Threads(RecordWriter::Options options)
      : reader(options.folder),
        writer(std::move(options)),
        reads("record-read", 3 * kMostAsked),
        writes(std::in_place, "record", kMostAsked + 4) {}
  RecordReader reader;
  RecordWriter writer;
  WorkerThread reads;
  std::optional<WorkerThread> writes;
};

Record::Record(Loop& loop, Options options)
    : loop_(loop),
      lost_(metrics::counter("np_record_lost_total", "Entries that could not be kept in the record")),
      gate_(std::make_shared<LoopGate>(loop)),
      pages_(loop),
      entries_(loop),
      pictures_(loop),
      marks_(loop) {
  if (options.folder.empty()) {
    report_.detail = messages::kRecordHasNoFolder;
  } else if (options.keep_days <= 0) {
    report_.detail = messages::kRecordHasNoDays;
  } else {
    report_.state = "on";
    threads_ = std::make_unique<Threads>(
        RecordWriter::Options{.folder = std::move(options.folder),
                              .keep_days = options.keep_days,
                              .keep_mb = options.keep_mb,
                              .wall_clock = options.wall_clock ? std::move(options.wall_clock) : system_clock});
    write_now();  // opens it
    tend_after(kNextStep);
  }
}

Record::~Record() {
  gate_->close();
  if (!threads_) return;
  threads_->writes.reset();
  std::vector<RecordWriter::Item> left;
  if (batch_ && !batch_->written) left = std::move(batch_->items);
  std::ranges::move(waiting_.take(), std::back_inserter(left));
  if (keeps() && !left.empty()) threads_->writer.write(left);
}

// --- writing ---------------------------------------------------------------------------------------------------------

void Record::add(RecordEntry entry, FramePtr frame) {
  if (!keeps()) return;
  const bool first = waiting_.empty();
  waiting_.add({.entry = std::move(entry), .frame = std::move(frame)});
  lost_.add(static_cast<double>(waiting_.lost() - std::exchange(lost_told_, waiting_.lost())));
  if (batch_ || !first) return;
  write_timer_ = loop_.after(report_.state == "on" ? kBatch : kRetry, [this] { write_now(); });
}

void Record::write_now() {
  write_timer_.cancel();
  batch_ = std::make_shared<Batch>(Batch{.items = waiting_.take(), .then = std::exchange(then_, {})});
  const auto work = [this, batch = batch_, gate = gate_, &writer = threads_->writer] {
    const auto opened = writer.open();
    batch->written = batch->items.empty() || writer.write(batch->items);
    gate->post([this, batch, opened, report = writer.report()] {
      if (opened && on_open_) std::exchange(on_open_, nullptr)(*opened);
      came_back(batch, report);
    });
  };
  // If the queue is full, it will soon have room: the batch comes back and is tried again.
  if (!threads_->writes->post(work)) gate_->post([this, batch = batch_] { came_back(batch, report_); });
}

void Record::came_back(const std::shared_ptr<Batch>& batch, const RecordReport& report) {
  batch_.reset();
  if (!batch->written) waiting_.put_back(std::move(batch->items));
  take(report);
  for (Task& task : batch->then) task();
  if (!keeps())
    for (Task& task : std::exchange(then_, {})) task();
  else if (!then_.empty())
    write_now();
  else if (!waiting_.empty())
    write_timer_ = loop_.after(batch->written ? kBatch : kRetry, [this] { write_now(); });
}

void Record::take(const RecordReport& report) {
  const bool breaks = report.state == "broken" && report_.state == "on";
  report_ = report;
  if (breaks) tend_after(kRetry);
  if (keeps()) return;
  waiting_.clear();
  tend_timer_.cancel();
}

void Record::tend_after(Duration wait) {
  tend_timer_ = loop_.after(wait, [this] { tend(); });
}

void Record::tend() {
  tend_after(kHousekeeping);
  // While entries wait, writing them will show whether it works again.
  if (report_.state == "broken" && !waiting_.empty()) return tend_after(kRetry);
  (void)threads_->writes->post([this, gate = gate_, &writer = threads_->writer] {
    const auto opened = writer.open();
    const bool more = writer.tend();
    gate->post([this, more, opened, report = writer.report()] {
      if (opened && on_open_) std::exchange(on_open_, nullptr)(*opened);
      take(report);
      if (!keeps()) return;
      if (more) tend_after(kNextStep);
      if (report_.state == "broken") tend_after(kRetry);
    });
  });
}

void Record::examine() {
  (void)threads_->writes->post([this, gate = gate_, &writer = threads_->writer] {
    writer.examine();
    gate->post([this, report = writer.report()] { take(report); });
  });
}

// --- reading ---------------------------------------------------------------------------------------------------------

void Record::after_writing(Task task) {
  if (report_.state == "broken" || (waiting_.empty() && !batch_)) return task();
  if (waiting_.empty()) return batch_->then.push_back(std::move(task));
  then_.push_back(std::move(task));
  if (!batch_) write_now();
}

template <typename Result>
void Record::ask(Answers<int, Result>& answers, std::function<void(std::expected<Result, Error>)> done,
                 std::function<std::expected<Result, Error>(RecordReader&)> read) {
  if (!keeps()) return done(std::unexpected(Error(ErrorKind::kConflict, report_.detail)));
  if (answers.open() >= kMostAsked) return done(std::unexpected(too_many()));
  const auto ticket = answers.ask([](int) {}, std::move(done));
  after_writing([this, ticket, read = std::move(read)] {
    const bool taken = threads_->reads.post([this, ticket, read, gate = gate_, &reader = threads_->reader] {
      ticket.finish(read(reader));
      if (reader.found_damage()) gate->post([this] { examine(); });
    });
    if (!taken) ticket.finish(std::unexpected(too_many()));
  });
}

void Record::page(LineQuery query, PageDone done) {
  ask<LinePage>(pages_, std::move(done),
                [query = std::move(query)](RecordReader& reader) { return reader.page(query); });
}

void Record::find(std::uint64_t id, EntryDone done) {
  ask<RecordEntry>(entries_, std::move(done), [id](RecordReader& reader) { return reader.find(id); });
}

void Record::picture(std::uint64_t id, PictureDone done) {
  ask<std::string>(pictures_, std::move(done), [id](RecordReader& reader) { return reader.picture(id); });
}

void Record::mark_wrong(std::uint64_t id, bool wrong, MarkDone done) {
  if (!keeps()) return done(std::unexpected(Error(ErrorKind::kConflict, report_.detail)));
  if (marks_.open() >= kMostAsked) return done(std::unexpected(too_many()));
  const auto ticket = marks_.ask([](int) {}, std::move(done));
  after_writing([this, ticket, id, wrong] {
    const bool taken = threads_->writes->post([this, ticket, id, wrong, gate = gate_, &writer = threads_->writer] {
      ticket.finish(writer.mark_wrong(id, wrong));
      gate->post([this, report = writer.report()] { take(report); });
    });
    if (!taken) ticket.finish(std::unexpected(too_many()));
  });
}

}  // namespace np
