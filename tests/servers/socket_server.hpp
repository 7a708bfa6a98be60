// A server on 127.0.0.1 that answers as badly as a test tells it to: each connection is handed to the test's function,
// one after the other, on the server's thread. Every wait for the peer ends after ten seconds at the latest.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.hpp"

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace np::test {

// A certificate for localhost and its key, made anew, as PEM.
struct Identity {
  std::string certificate;
  std::string key;
};
Identity make_identity();

class Peer {
 public:
  Peer(int fd, SSL_CTX* tls);
  ~Peer();
  Peer(const Peer&) = delete;

  bool secure() const { return secure_; }  // false: no TLS, or no handshake came about
  // The next request, head and body; empty when the client has closed.
  std::string read_request();
  // False when the client has closed.
  bool send(std::string_view bytes);
  // Waits until the client closes (true) or the time is over.
  bool wait_closed(Duration limit = std::chrono::seconds(10));
  // Ends the connection as a crash does.
  void reset();

 private:
  long receive(char* to, int bytes);

  int fd_;
  SSL* ssl_ = nullptr;
  bool secure_ = false;
  std::string pending_;
};

class SocketServer {
 public:
  using ServeFn = std::function<void(Peer&)>;

  explicit SocketServer(ServeFn serve, const Identity* identity = nullptr);
  ~SocketServer();

  int port() const { return port_; }
  std::string url(std::string_view path = "/") const;
  int connections() const { return connections_; }

 private:
  void run();

  const ServeFn serve_;
  SSL_CTX* tls_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

// A port of 127.0.0.1 on which nobody listens.
int free_port();

}  // namespace np::test
