// One prepared statement of a Database, which outlives it. One thread at a time; throws DatabaseError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "record/database.hpp"

typedef struct sqlite3_stmt sqlite3_stmt;

namespace np {

class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Sets the next parameter; after a reset, the first one. Copies texts and bytes.
  Statement& add(std::int64_t value);
  Statement& add(std::optional<std::int64_t> value);
  Statement& add(std::string_view text);
  Statement& add(std::span<const std::uint8_t> bytes);

  // True: there is a row. At the end, and if it throws, the statement is reset.
  bool step();
  // Runs a statement that returns no rows.
  void run();
  // Ends reading, and begins with the first parameter again.
  void reset();

  std::int64_t integer(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::string text(int column) const;  // or bytes; all of them, whatever they are
  std::size_t bytes(int column) const;

 private:
  void check(int code);

  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
  int next_ = 1;
};

}  // namespace np
