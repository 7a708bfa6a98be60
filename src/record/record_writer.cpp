#include "record/record_writer.hpp"

#include <algorithm>
#include <ctime>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "record/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr double kDay = 24 * 60 * 60;
constexpr std::uint64_t kMegabyte = 1'000'000;

// As StateFile makes it.
void make_folder(const fs::path& folder) {
  std::error_code ec;
  if (fs::is_directory(folder, ec)) return;
  fs::create_directories(folder, ec);
  if (!ec) fs::permissions(folder, fs::perms::owner_all, ec);
  if (ec) throw DatabaseError(DatabaseTrouble::kOther, ec.message());
}

// SQLite does not always say that this is why.
bool is_full(const fs::path& folder) {
  constexpr std::uintmax_t kLeast = 64 << 10;
  std::error_code ec;
  const fs::space_info space = fs::space(folder, ec);
  return !ec && space.available < kLeast;
}

std::string date(double unix_seconds) {
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  localtime_r(&time, &parts);
  return np::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

}  // namespace

RecordWriter::RecordWriter(Options options)
    : options_(std::move(options)),
      report_{.state = "on", .detail = {}},
      kept_(metrics::counter("np_record_lines_total", "Entries that were kept in the record")),
      pruned_(metrics::counter("np_record_pruned_total", "Entries that were deleted as too old or too much")),
      bytes_(metrics::gauge("np_record_bytes", "Size of the record, without what is free in its file")) {}

std::optional<RecordEntry> RecordWriter::open() {
  if (report_.state == "off") return std::nullopt;
  if (store_ && !store_->moved()) return std::nullopt;
  if (store_) log::warn("{}", messages::kRecordHasGone);
  store_.reset();
  const fs::path file = options_.folder / kRecordFile;
  try {
    make_folder(options_.folder);
    try {
      use(file);
    } catch (const DatabaseError& error) {
      if (error.trouble() != DatabaseTrouble::kBroken) throw;
      store_.reset();
      put_aside(file);
      use(file);
    }
    // After a failure, the next successful write shows that it is over.
    if (told_.empty()) works();
    return store_->newest().value_or(RecordEntry{});
  } catch (const DatabaseError& error) {
    fails(error);
    return std::nullopt;
  }
}

void RecordWriter::use(const fs::path& file) {
  store_.emplace(file, Database::Use::kWrite);
  report_.lines = store_->count();
  count_bytes();
}

void RecordWriter::put_aside(const fs::path& file) {
  const std::string base = np::format("{}.broken-{}", kRecordFile, date(options_.wall_clock()));
  std::string name = base;
  std::error_code ec;
  for (int i = 2; fs::exists(options_.folder / name, ec); ++i) name = np::format("{}-{}", base, i);
  fs::rename(file, options_.folder / name, ec);
  if (ec) throw DatabaseError(DatabaseTrouble::kOther, ec.message());
  // The write-ahead log holds the newest data and belongs to the file.
  fs::rename(file.string() + "-wal", (options_.folder / name).string() + "-wal", ec);
  fs::remove(file.string() + "-shm", ec);
  log::warn("{}", np::format(messages::kRecordIsBroken, name, name));
}

void RecordWriter::make_picture(Item& item) {
  const FramePtr frame = std::exchange(item.frame, nullptr);
  if (!frame) return;
  try {
    if (!pictures_) pictures_.emplace();
    item.jpeg = pictures_->make(*frame);
  } catch (const Error& e) {
    log::debug("A line has no picture: {}", e.message());
  }
}

bool RecordWriter::write(std::vector<Item>& items) {
  for (Item& item : items) make_picture(item);
  open();
  if (!store_) return false;
  std::vector<LineStore::NewEntry> entries;
  for (const Item& item : items) entries.push_back({item.entry, item.jpeg});
  try {
    store_->add(entries);
  } catch (const DatabaseError& error) {
    fails(error);
    return false;
  }
  works();
  unsettled_ = true;
  report_.lines += items.size();
  kept_.add(static_cast<double>(items.size()));
  return true;
}

std::expected<void, Error> RecordWriter::mark_wrong(std::uint64_t id, bool wrong) {
  open();
  if (!store_) return std::unexpected(Error(ErrorKind::kUnavailable, report_.detail));
  try {
    if (!store_->mark_wrong(id, wrong)) return std::unexpected(Error(ErrorKind::kNotFound, messages::kNoSuchLine));
    unsettled_ = true;
    works();
    return {};
  } catch (const DatabaseError& error) {
    fails(error);
    return std::unexpected(Error(ErrorKind::kUnavailable, report_.detail));
  }
}

bool RecordWriter::tend() {
  open();
  if (!store_) return false;
  try {
    const double oldest = options_.wall_clock() - options_.keep_days * kDay;
    const auto pruned = store_->prune(oldest, static_cast<std::uint64_t>(options_.keep_mb) * kMegabyte);
    report_.lines -= std::min(report_.lines, pruned.entries);
    pruned_.add(static_cast<double>(pruned.entries));
    count_bytes();
    if (!pruned.more && std::exchange(unsettled_, false)) store_->settle();
    if (!told_.empty()) store_->try_writing();
    works();
    return pruned.more;
  } catch (const DatabaseError& error) {
    fails(error);
    return false;
  }
}

void RecordWriter::examine() {
  open();
  try {
    if (store_ && !store_->is_sound()) throw DatabaseError(DatabaseTrouble::kBroken, "damaged");
  } catch (const DatabaseError& error) {
    fails(error);
  }
}

void RecordWriter::count_bytes() {
  report_.bytes = store_->bytes();
  bytes_.set(static_cast<double>(report_.bytes));
}

void RecordWriter::fails(const DatabaseError& error) {
  report_.state = "broken";
  switch (error.trouble()) {
    case DatabaseTrouble::kBusy: report_.detail = messages::kRecordIsLocked; break;
    case DatabaseTrouble::kFull: report_.detail = messages::kRecordDiskIsFull; break;
    case DatabaseTrouble::kForeign:
      report_.state = "off";
      report_.detail = messages::kRecordIsForeign;
      break;
    case DatabaseTrouble::kNewer:
      report_.state = "off";
      report_.detail = messages::kRecordIsNewer;
      break;
    default:
      report_.detail = is_full(options_.folder) ? messages::kRecordDiskIsFull
                                                : np::format(messages::kRecordCannotBeWritten, error.what());
      break;
  }
  const bool keeps = error.trouble() == DatabaseTrouble::kBusy || error.trouble() == DatabaseTrouble::kFull;
  if (!keeps) store_.reset();
  if (error.trouble() == DatabaseTrouble::kBroken) {
    // The file turned out to be broken while it was in use.
    try {
      const fs::path file = options_.folder / kRecordFile;
      put_aside(file);
      use(file);
      return works();
    } catch (const DatabaseError& again) {
      report_.detail = np::format(messages::kRecordCannotBeWritten, again.what());
      store_.reset();
    }
  }
  if (std::exchange(told_, report_.detail) != report_.detail) log::warn("{}", report_.detail);
}

void RecordWriter::works() {
  report_.state = "on";
  report_.detail.clear();
  if (!std::exchange(told_, {}).empty()) log::info("{}", messages::kRecordIsBack);
}

}  // namespace np
