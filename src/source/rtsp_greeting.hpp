// The first exchange of RTSP (RFC 2326, 10.1), by which somebody is known to be there and to speak the protocol: a bare
// connection says neither, as the system takes it for a process that has hung up.
#pragma once

#include <memory>

#include "source/source.hpp"

namespace np {

class RtspGreeting {
 public:
  RtspGreeting();
  ~RtspGreeting();

  // Connects to an rtsp:// or rtsps:// address, sends OPTIONS, reads the head of the answer and closes. Whatever the
  // answer says is fine. Blocks at most `limit`, and a little longer where a name is looked up. Throws Error: kNotFound
  // (the name), kRefused, kUnavailable (no way there, or closed without an answer), kTimeout, kPermission (the
  // certificate), kUnsupported (it speaks something else), kInvalid
  // (its answer has no end).
  void exchange(const SourceSpec& spec, Duration limit);
  // Any thread: an exchange under way throws at once.
  void cancel();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
