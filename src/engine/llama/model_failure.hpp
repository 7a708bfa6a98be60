// Sorts the library's failures by what they affect:
//   the request   A plain Error (kInvalid: the prompt does not fit; kInternal: the library takes no such frame or
//   batch)
//                 ends one answer.
//   the memory    ModelFailure kMemory: there is no room for this channel's context, or for its computations. The
//   channel
//                 says so in its answers and tries again with each comment; the others go on.
//   the device    ModelFailure kDevice: a computation failed, or gave no numbers. One alone may be an accident. Several
//                 in a row, without a success on any channel in between, mean that the device is lost, for all.
//   the backend   A backend that cannot go on makes the library call its abort callback: the device is lost at once.
#pragma once

#include <exception>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace np {

class ModelFailure : public Error {
 public:
  enum class Of { kMemory, kDevice };
  ModelFailure(Of of, const std::string& message) : Error(ErrorKind::kUnavailable, message), of_(of) {}
  Of of() const { return of_; }

 private:
  Of of_;
};

// Throws Error or ModelFailure for a result of llama_process() that is not 0.
[[noreturn]] void throw_failed_process(int status);
// For a file that the library does not load.
Error unloadable(const std::filesystem::path& file);
// For an exception from the library: its backends throw if they find no memory or lose a device.
ModelFailure failure_of(const std::exception& thrown);

}  // namespace np
