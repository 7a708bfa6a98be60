// One connection to an SQLite file. One thread at a time; blocks for the disk, and for other programs for kPatience at
// most. Throws DatabaseError.
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

  // kWrite makes a file that is not there, for its owner's eyes only. Nothing is changed in one that is there.
  Database(const std::filesystem::path& file, Use use);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // SQL without parameters and answers.
  void run(const char* sql);
  // The first column of the only row.
  std::int64_t number(const char* sql);
  // Until it is told so, the connection leaves nothing changed in the file when it is closed.
  void is_ours();
  // The file is not where it was: it was deleted, renamed or replaced.
  bool moved() const;
  // Rows that the last statement deleted, inserted or updated.
  std::int64_t changes() const;
  // Those of all statements so far, triggers and virtual tables included.
  std::int64_t total_changes() const;

  sqlite3* handle() const { return handle_; }
  [[noreturn]] void fail(int code) const;

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace np
