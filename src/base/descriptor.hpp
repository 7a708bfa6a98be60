// Owns an open file and closes it.
#pragma once

#include <unistd.h>

namespace np {

class Descriptor {
 public:
  // Takes the result of open() and the like; negative: no file.
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }

 private:
  const int fd_;
};

}  // namespace np
