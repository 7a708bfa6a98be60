// One WebSocket to a LiveKit server: connects, carries SignalRequests and SignalResponses as bytes, ends. Loop thread only;
// never blocks.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace np {
class AsioLoop;
}

namespace np::livekit {

class SignalClient {
 public:
  struct Listener {
    std::function<void(std::string_view bytes)> on_message;
    // Once; nothing comes after. kPermission: the server does not take the token; kRefused, kNotFound, kTimeout,
    // kUnavailable: it is not there, or gone.
    std::function<void(Error)> on_closed;
  };

  // `url`: ws://, wss://, http:// or https://, with or without a path before "/rtc". The token is sent in a header and
  // never shown. Nothing is called inside the constructor.
  SignalClient(AsioLoop& loop, const std::string& url, const std::string& token, Listener listener);
  // Hangs up, after what was last sent. Nothing is called any more.
  ~SignalClient();

  // What waits for a server that does not read is bounded: beyond a megabyte the connection is given up.
  void send(std::string message);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np::livekit
