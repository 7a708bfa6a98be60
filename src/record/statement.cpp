#include "record/statement.hpp"

#include <sqlite3.h>

namespace np {

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()), 0, &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::check(int code) {
  if (code != SQLITE_OK) database_.fail(code);
}

Statement& Statement::add(std::int64_t value) {
  check(sqlite3_bind_int64(handle_, next_++, value));
  return *this;
}

Statement& Statement::add(std::optional<std::int64_t> value) {
  if (value) return add(*value);
  check(sqlite3_bind_null(handle_, next_++));
  return *this;
}

Statement& Statement::add(std::string_view text) {
  // An empty view may have no address, which would be NULL.
  const char* data = text.empty() ? "" : text.data();
  check(sqlite3_bind_text64(handle_, next_++, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::add(std::span<const std::uint8_t> bytes) {
  check(sqlite3_bind_blob64(handle_, next_++, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  reset();
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() {
  sqlite3_reset(handle_);
  next_ = 1;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string Statement::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  return data ? std::string(data, bytes(column)) : std::string();
}

std::size_t Statement::bytes(int column) const {
  return static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
}

}  // namespace np
