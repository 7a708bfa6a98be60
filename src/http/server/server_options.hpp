// The HTTP server's options. Plain values.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace np {

// Limits for one client; tests make them shorter.
struct ServerLimits {
  std::size_t max_connections = 256;
  std::size_t max_strangers = 224;      // of these, from clients that need a token and have shown none
  std::size_t max_strangers_each = 64;  // of these, from one address
  std::size_t max_streams = 240;        // of these; the rest answer requests
  std::size_t max_header = 16u << 10;
  std::size_t max_body = 64u << 10;
  Duration request_time =
      std::chrono::seconds(10);  // from a request's first byte to its last; a stranger's from the start
  Duration idle_time = std::chrono::seconds(60);    // between two requests
  Duration write_time = std::chrono::seconds(30);   // for a peer to take the data
  Duration viewer_stall = std::chrono::minutes(5);  // the same for pictures, which do not pile up
  Duration keepalive = std::chrono::seconds(15);    // a comment in a quiet event stream
  Duration live_idle = std::chrono::seconds(20);    // half of it without a sign of life: ping; all of it: closed
  Duration live_status = std::chrono::seconds(2);
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8199;                         // 0: any free one; see port()
  std::string token;                       // of operators; empty: no token is needed
  bool token_is_made = false;              // generated and unknown to people: url() has it
  std::string watch_token;                 // of viewers; empty: there is none
  std::string publish;                     // the address at which a container's port is published; empty: no container
  std::string embed_origins;               // may show /overlay and /embed in a frame, in a policy's form
  std::vector<std::string> allowed_hosts;  // in Host and Origin, besides the loopback names and `host`
  std::string tls_cert;                    // PEM files; both or none
  std::string tls_key;
  bool tls_self_signed = false;
  std::filesystem::path certificate_dir;  // for our own certificate; empty: not kept
  std::filesystem::path web_dir;          // serve the page from here instead of from the binary
  std::string room_url;                   // the LiveKit server that the page may connect to; empty: none
  ServerLimits limits;
};

}  // namespace np
