// Why an SQLite file cannot be used. The text is SQLite's own, for the log.
#pragma once

#include <stdexcept>
#include <string>

namespace np {

enum class DatabaseTrouble {
  kMissing,  // there is no such file, or nothing in it yet
  kBusy,     // another program holds it
  kFull,     // the disk is full
  kBroken,   // it is no database, or it is damaged
  kForeign,  // it belongs to another program
  kNewer,    // a newer version of this program made it
  kOther,    // the folder cannot be written, the disk fails, ...
};

class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(DatabaseTrouble trouble, const std::string& text) : std::runtime_error(text), trouble_(trouble) {}
  DatabaseTrouble trouble() const { return trouble_; }

 private:
  DatabaseTrouble trouble_;
};

}  // namespace np
