#include "record/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

#include "base/descriptor.hpp"
#include "record/database_error.hpp"
#include "record/statement.hpp"

namespace np {
namespace {

// The old value from sqlite3_db_config(), which nobody needs.
constexpr int* kUntold = nullptr;

DatabaseTrouble trouble_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return DatabaseTrouble::kBusy;
    case SQLITE_FULL: return DatabaseTrouble::kFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return DatabaseTrouble::kBroken;
    default: return DatabaseTrouble::kOther;
  }
}

// SQLite itself would let everybody read it; the files beside it take over the mode of this one.
void make_private(const std::filesystem::path& file) {
  const Descriptor made(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (made.get() >= 0) return;
  const auto trouble = errno == ENOSPC || errno == EDQUOT ? DatabaseTrouble::kFull : DatabaseTrouble::kOther;
  throw DatabaseError(trouble, std::generic_category().message(errno));
}

}  // namespace

Database::Database(const std::filesystem::path& file, Use use) {
  std::error_code ignored;
  if (use == Use::kWrite)
    make_private(file);
  else if (!std::filesystem::exists(file, ignored))
    throw DatabaseError(DatabaseTrouble::kMissing, "no such file");
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    sqlite3_busy_timeout(handle_, static_cast<int>(kPatience.count()));
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, kUntold);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, kUntold);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, kUntold);
    if (use == Use::kRead) run("PRAGMA query_only=1");
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() { sqlite3_close(handle_); }

void Database::run(const char* sql) {
  if (const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

void Database::is_ours() { sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, kUntold); }

bool Database::moved() const {
  int moved = 0;
  return sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

std::int64_t Database::total_changes() const { return sqlite3_total_changes64(handle_); }

void Database::fail(int code) const {
  throw DatabaseError(trouble_of(code), handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code));
}

}  // namespace np
