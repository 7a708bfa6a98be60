// All that is written while it lives is in the file after commit(), or nothing of it is; all that is read is of one
// moment. Throws DatabaseError.
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
      // Some errors have ended it already.
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
