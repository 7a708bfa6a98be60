// A program of somebody else that is asked one thing: it runs, says something and ends, within bounds. Blocking: made
// for a worker thread of its owner; cancel() may come from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace np {

class ChildProgram {
 public:
  struct Answer {
    int status = 0;      // its exit status; a negative one: the signal that ended it
    std::string output;  // at most `most` bytes
    std::string errors;  // the end of what it says beside, 4 KB at most
  };

  ChildProgram();
  ~ChildProgram();  // nothing may be under way
  ChildProgram(const ChildProgram&) = delete;

  // Whether the program is on the PATH.
  static bool installed(const std::string& name);
  // Finds `words[0]` on the PATH. The child gets only the variables of our environment that it needs to find its way,
  // and no secrets. The child and its own children are killed if it takes longer than `limit`, prints more than `most`
  // bytes, or on cancel(). Throws Error: kNotFound (not installed), kTimeout, kInvalid (printed too much), kUnavailable
  // (cancelled, or it cannot be started); the message is for the log.
  Answer run(std::vector<std::string> words, Duration limit, std::size_t most);
  // Any thread, at once, and for good.
  void cancel();

 private:
  const int cancelled_;  // an eventfd
};

}  // namespace np
