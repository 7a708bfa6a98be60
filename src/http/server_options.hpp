// How the HTTP server is to serve. Plain values.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace np {

// What one client may take; tests make them shorter.
struct ServerLimits {
  std::size_t max_connections = 256;
  std::size_t max_strangers = 224;      // of these, that have shown no token where one is asked for
  std::size_t max_strangers_each = 64;  // of these, from one address
  std::size_t max_streams = 240;        // of these; the rest answers requests
  std::size_t max_header = 16u << 10;
  std::size_t max_body = 64u << 10;
  Duration request_time =
      std::chrono::seconds(10);  // from a request's first byte to its last; a stranger's from the start
  Duration idle_time = std::chrono::seconds(60);    // between two requests
  Duration write_time = std::chrono::seconds(30);   // for a peer to take what it is sent
  Duration viewer_stall = std::chrono::minutes(5);  // the same for pictures, where nothing piles up
  Duration keepalive = std::chrono::seconds(15);    // a comment in a quiet event stream
  Duration live_idle = std::chrono::seconds(20);    // half of it without a sign of life: ping; all of it: closed
  Duration live_status = std::chrono::seconds(2);
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8199;                         // 0: any free one; see port()
  std::string token;                       // of those who steer; empty: no token is asked for
  bool token_is_made = false;              // nobody knows it yet: url() has it
  std::string watch_token;                 // of those who only watch; empty: there are none
  std::string publish;                     // where a container's port is published; empty: it is in none
  std::string embed_origins;               // that may show /overlay and /embed in a frame, as a policy lists them
  std::vector<std::string> allowed_hosts;  // in Host and Origin, besides the loopback names and `host`
  std::string tls_cert;                    // PEM files; both or none
  std::string tls_key;
  bool tls_self_signed = false;
  std::filesystem::path certificate_dir;  // where a certificate of our own is kept; empty: nowhere
  std::filesystem::path web_dir;          // serve the page from here instead of from the binary
  std::string room_url;                   // the LiveKit server that the page may connect to; empty: none
  ServerLimits limits;
};

}  // namespace np
