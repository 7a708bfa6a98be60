// A free TCP port on 127.0.0.1, open for connections until it is destroyed. One thread's at a time; accept() does not
// wait where poll() has told of a connection.
#pragma once

#include <gio/gio.h>

#include <cstdint>
#include <string>

#include "source/rtsp/rtsp_line.hpp"

namespace np {

class LoopbackPort {
 public:
  // Throws Error{kInternal} where this machine gives no port; `shown` is what it was for.
  explicit LoopbackPort(const std::string& shown);

  std::uint16_t number() const { return number_; }
  int descriptor() const { return g_socket_get_fd(socket_.get()); }
  GObjectPtr<GSocketConnection> accept();  // null if the client has gone

 private:
  GObjectPtr<GSocket> socket_;
  std::uint16_t number_ = 0;
};

}  // namespace np
