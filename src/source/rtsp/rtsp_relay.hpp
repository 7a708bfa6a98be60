// Stands between GStreamer's RTSP client and the camera, on a thread of its own, and sees to what that client does not:
// who answers first (OPTIONS) is known before anything is set up, and its connection is the one that is used; logging
// in as RFC 7616 has it; redirects, with the password on the same host; answers with bounds. Pictures and sound are
// passed on as they come. The client connects to a port of this machine that is open for it alone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "source/source.hpp"

namespace np {

class RtspRelay {
 public:
  explicit RtspRelay(SourceSpec spec);
  // Waits for its thread, which ends at once.
  ~RtspRelay();
  RtspRelay(const RtspRelay&) = delete;

  // Connects to the rtsp:// or rtsps:// address, sends OPTIONS and reads the answer, whatever it says. Blocks at most
  // `limit`, and a little longer where a name is looked up. Throws Error: kNotFound (the name), kRefused, kUnavailable
  // (no way there, or closed without an answer), kTimeout, kPermission (the certificate), kUnsupported (it speaks
  // something else), kInvalid (its answer has no end).
  void connect(Duration limit);
  // Call it once, after connect(). Returns the address for the client to open. Throws Error{kInternal} if there is no
  // port, and std::system_error if there is no thread.
  std::string serve();
  // Any thread: why the camera has shown nothing, where the relay knows it better than the client.
  std::optional<Error> failure() const;
  // Any thread: a connect() under way throws, and all ends.
  void cancel();
  // Any thread; never blocks. From now on the camera's connection is reset instead of closed, which reaches it at once,
  // while a peer that could not reach us for a while waits longer and longer before it tries again; some that show
  // their pictures to several viewers keep all of them waiting until then.
  void reset_on_close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
