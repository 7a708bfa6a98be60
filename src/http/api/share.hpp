// Ways in for other people: the addresses of this server, links with its tokens, and QR codes of these. Only for
// operators. I/O thread; never blocks.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message/message.hpp"
#include "http/server/server_options.hpp"

namespace np::http {

class Share {
 public:
  static constexpr std::size_t kMaxText = 1024;  // bytes of a QR code

  // It calls `own_urls` each time, because a machine's addresses change.
  Share(const ServerOptions& options, std::function<std::vector<std::string>()> own_urls);

  // This server's addresses, best first, with a slash at the end: the one that received the request, and this
  // machine's.
  struct Address {
    std::string url;
    bool used = false;       // the request came to it
    bool only_here = false;  // no other device can reach it
  };
  std::vector<Address> addresses(const Request& request) const;

  // The answers of /api/share and /api/qr.svg.
  Response answer(const Request& request) const;
  Response code(const Request& request) const;

 private:
  const bool tls_;
  const std::string token_;
  const std::string watch_token_;
  const std::function<std::vector<std::string>()> own_urls_;
};

}  // namespace np::http
