// An open file that is closed with its owner.
#pragma once

#include <unistd.h>

namespace np {

class Descriptor {
 public:
  // Takes what open() and the like returned; negative: none.
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
