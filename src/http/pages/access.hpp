// Decides who may ask for what. It refuses foreign Hosts and Origins and, if a token is set, requests that do not show
// it. Pages for other people's frames, /overlay and /embed, only ever watch, whichever token they were given.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message/message.hpp"

namespace np::http {

class Access {
 public:
  // The cookie's name ends with the port, because browsers send cookies to all ports of a host; a cookie without the
  // port is accepted, too.
  static constexpr std::string_view kCookie = "nerdpudding_token";
  // The same for pages shown in a frame.
  static constexpr std::string_view kFrameCookie = "nerdpudding_frame";

  struct Rules {
    std::string listen_host;
    std::string token;        // of operators; empty: no request needs one
    std::string watch_token;  // of viewers; empty: no such token
    // Names with or without port. With a token, any IP address is accepted as Host too, because only a name can lead a
    // browser astray.
    std::vector<std::string> allowed_hosts;
    bool tls = false;
  };
  explicit Access(Rules rules);

  struct Verdict {
    // Nothing: go on. Otherwise the answer: 400, 403, 401, or the redirect that sets the cookie.
    std::optional<Response> answer;
    Role role = Role::kNobody;  // the requester's, with or without an answer
    bool guessed = false;       // a token was shown, and it is wrong
    Fields headers = {};        // to add to the final answer
  };
  Verdict check(const Request& request) const;

  bool asks_for_token() const { return !rules_.token.empty(); }

 private:
  bool is_own_host(std::string_view authority) const;
  bool is_own_origin(std::string_view origin, std::string_view authority) const;
  Role role_of(std::string_view token) const;
  std::string cookie_name(std::string_view authority, std::string_view word = kCookie) const;
  std::string cookie(const Request& request, const std::string& token) const;
  std::string frame_cookie(const Request& request, const std::string& token) const;
  Response welcome(const Request& request, const std::string& token) const;
  Verdict sign_in(const Request& request) const;
  Verdict known_by_token(const Request& request) const;

  Rules rules_;
};

}  // namespace np::http
