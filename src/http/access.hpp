// Who may ask: foreign Hosts and Origins are refused, and where a token is set it has to be shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace np::http {

class Access {
 public:
  static constexpr std::string_view kCookie = "nerdpudding_token";

  // Names in `allowed_hosts` with or without port. With a token any IP address is accepted as Host too: a browser can
  // be led astray by a name only.
  Access(std::string listen_host, std::string token, std::vector<std::string> allowed_hosts, bool tls);

  // Nothing: go on. Otherwise the answer: 403, 401, or the redirect that sets the cookie.
  std::optional<Response> check(const Request& request) const;

 private:
  bool is_own_host(std::string_view authority) const;
  bool is_own_origin(std::string_view origin, std::string_view authority) const;
  bool is_token(std::string_view text) const;
  Response welcome(const Request& request) const;

  std::string listen_host_;
  std::string token_;
  std::vector<std::string> allowed_hosts_;
  bool tls_;
};

}  // namespace np::http
