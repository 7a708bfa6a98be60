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

  // Gives the next parameter its value, from the first one on after a reset. Texts and bytes are copied.
  Statement& add(std::int64_t value);
  Statement& add(std::optional<std::int64_t> value);
  Statement& add(std::string_view text);
  Statement& add(std::span<const std::uint8_t> bytes);

  // True: a row is there. At the end, and where it throws, the statement is reset.
  bool step();
  // Without rows.
  void run();
  // Ends the reading of rows, and begins with the first parameter again.
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
