// The HTTP server: API, event streams, pictures, sound, the page. One listening socket; a session is one coroutine on
// the loop's I/O thread. Construction binds and throws Error with one sentence (port in use, bad certificate ...).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/asio_loop.hpp"
#include "http/show.hpp"

namespace np {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8199;                         // 0: any free one; see port()
  std::string token;                       // empty: no token is asked for
  std::vector<std::string> allowed_hosts;  // accepted in Host and Origin besides the loopback names and the listen address
  std::string tls_cert;                    // PEM files; both or none
  std::string tls_key;
  bool tls_self_signed = false;
  std::filesystem::path web_dir;           // serve the page from here instead of from the binary
};

class HttpServer {
 public:
  HttpServer(AsioLoop& loop, Show& show, ServerOptions options);
  ~HttpServer();  // closes the socket and all sessions, and waits for their coroutines to end

  int port() const;
  std::string url() const;  // with the token where one is needed: ready to click

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np
