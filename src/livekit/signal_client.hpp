// One WebSocket to a LiveKit server: connects, carries SignalRequests and SignalResponses as bytes, ends. Loop thread
// only; never blocks.
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
    // Called once; nothing comes afterwards. kPermission: the server refuses the token; kRefused, kNotFound, kTimeout,
    // kUnavailable: it is not there, or gone.
    std::function<void(Error)> on_closed;
  };

  // `url`: ws://, wss://, http:// or https://, with or without a path before "/rtc". The token is sent in a header and
  // never shown. The constructor itself calls no callback.
  SignalClient(AsioLoop& loop, const std::string& url, const std::string& token, Listener listener);
  // Sends what waits, then hangs up. Calls nothing any more.
  ~SignalClient();

  // Data for a server that does not read is bounded: beyond a megabyte, it gives the connection up.
  void send(std::string message);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace np::livekit
