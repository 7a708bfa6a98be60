// The HTTP server: API, event streams, pictures, sound, the page. One listening socket; a session is one coroutine on
// the loop's I/O thread. The constructor binds and throws Error with one sentence (port in use, bad certificate ...).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/asio_loop.hpp"
#include "channel/show.hpp"
#include "http/api/house.hpp"
#include "http/server/server_options.hpp"

namespace np {

class HttpServer {
 public:
  HttpServer(AsioLoop& loop, House& house, Show& show, ServerOptions options);
  // Closes the socket and all sessions, and runs the loop until their coroutines have ended. Call it on the loop's
  // thread after run() has returned, not from one of its tasks.
  ~HttpServer();

  int port() const;
  // Ready to click, with the token if one was made; never empty. The best comes first.
  std::vector<std::string> urls() const;
  std::string url() const;  // the first one

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
