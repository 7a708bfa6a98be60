// Errors that reach a person. The message is one clear sentence with the next step in it. It never holds credentials,
// and no path of the server that the user did not type.
#pragma once

#include <stdexcept>
#include <string>

namespace np {

enum class ErrorKind {
  kInvalid,  // the user gave something wrong
  kNotFound,
  kPermission,
  kConflict,  // not possible in the present state
  kRefused,
  kTimeout,
  kUnsupported,
  kUnavailable,  // busy or gone for now; another try later may help
  kEnded,        // it came to its end, and nothing is wrong
  kInternal,
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }
  std::string message() const { return what(); }

 private:
  ErrorKind kind_;
};

}  // namespace np
