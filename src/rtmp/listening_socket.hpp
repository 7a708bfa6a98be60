// A TCP port of this machine that others may connect to. One thread's.
#pragma once

#include <memory>
#include <string>

#include "base/descriptor.hpp"

namespace np::rtmp {

class ListeningSocket {
 public:
  // `host` is a number. An errno where that is not possible.
  ListeningSocket(const std::string& host, int port);

  int error() const { return error_; }
  int descriptor() const { return socket_->get(); }
  int port() const;

  struct Guest {
    int descriptor = -1;  // negative: nobody is there
    std::string peer;     // its address
    bool failed = false;  // this machine has no descriptor left
  };
  // Does not wait.
  Guest accept();

 private:
  std::unique_ptr<Descriptor> socket_;
  int error_ = 0;
};

}  // namespace np::rtmp
