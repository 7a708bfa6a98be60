// Sorts the library's failures by whom they concern:
//   the request   A plain Error (kInvalid: the prompt does not fit; kInternal: the library takes no such frame or batch)
//                 ends one answer.
//   the memory    ModelFailure kMemory: there is no room for this channel's context, or for its computations. The channel
//                 says so in its answers and tries again with each comment; the others go on.
//   the device    ModelFailure kDevice: a computation failed, or gave no numbers. One alone may be an accident. Several in
//                 a row, with nothing in between that went well on any channel, mean that the device is lost, for all.
//   the backend   The library calls its abort callback, as a backend does that cannot go on: the device is lost at once.
#pragma once

#include <exception>
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

// For what llama_process() returned, which is not 0: throws Error or ModelFailure.
[[noreturn]] void throw_failed_process(int status);
// For an exception that came out of the library: its backends throw where they find no memory or lose a device.
ModelFailure failure_of(const std::exception& thrown);

}  // namespace np
