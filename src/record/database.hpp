// One connection to an SQLite file. One thread at a time. Blocks for the disk, and at most kPatience for other
// programs. Throws DatabaseError.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

typedef struct sqlite3 sqlite3;

namespace np {

class Database {
 public:
  static constexpr std::chrono::milliseconds kPatience{500};
  enum class Use { kWrite, kRead };

  // kWrite creates a missing file, readable by its owner only. It changes nothing in an existing one.
  Database(const std::filesystem::path& file, Use use);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs SQL without parameters and results.
  void run(const char* sql);
  // The first column of the only row.
  std::int64_t number(const char* sql);
  // Until you call this, closing the connection leaves the file unchanged.
  void is_ours();
  // True if the file is no longer at its path: somebody deleted, renamed or replaced it.
  bool moved() const;
  // Rows that the last statement deleted, inserted or updated.
  std::int64_t changes() const;
  // The rows of all statements so far, triggers and virtual tables included.
  std::int64_t total_changes() const;

  sqlite3* handle() const { return handle_; }
  [[noreturn]] void fail(int code) const;

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace np
