// Writes made while it lives reach the file together at commit(), or not at all; reads see one moment. Throws
// DatabaseError.
#pragma once

#include <utility>

#include "record/database.hpp"
#include "record/database_error.hpp"

namespace np {

class Transaction {
 public:
  explicit Transaction(Database& database, const char* begin = "BEGIN IMMEDIATE") : database_(database) {
    database.run(begin);
  }
  ~Transaction() {
    if (!open_) return;
    try {
      database_.run("ROLLBACK");
    } catch (const DatabaseError&) {
      // SQLite has already ended it after some errors.
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() {
    database_.run("COMMIT");
    open_ = false;
  }

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace np
