// One request and one answer as the routes see them: no socket in sight.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace np::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

enum class Role {
  kNobody,      // has shown no token where one is asked for
  kWatcher,     // sees and hears
  kController,  // steers, too
};

struct Request {
  std::string method;
  std::string path;  // as sent: no route needs percent-decoding
  Fields query;      // decoded
  Fields headers;
  std::string body;
  std::string client;  // the address it comes from; of an IPv6 address the network, as a host has many in it

  Role role = Role::kController;  // as Access has found

  // The first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const;
  std::optional<std::string> parameter(std::string_view name) const;
  // All of that name, percent-decoded, without malformed ones; those of narrower paths come first.
  std::vector<std::string> cookies(std::string_view name) const;
};

// Splits "/path?a=b" into path and query; false when it is no such thing.
bool parse_target(std::string_view target, Request& request);
std::string percent_encoded(std::string_view text);
// What a form sends (application/x-www-form-urlencoded), decoded; nothing where it is no such thing.
std::optional<Fields> parse_form(std::string_view body);

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  Fields headers;
  std::string body;
  std::string sentence = {};         // of a failure: what its body says as JSON
  std::string frame_ancestors = {};  // pages that may show this in a frame, as a policy lists them; empty: none
  bool takes_styles = false;         // whoever shows it may bring a style sheet of his own, as OBS does
};

// {"detail": sentence}
Response failure(int status, std::string_view sentence);
// The status that goes with the error's kind.
Response failure(const Error& error);

// As a Content-Security-Policy names the LiveKit server at this ws:// or wss:// address; empty for an empty one.
std::string policy_sources(std::string_view room_url);

// Status line and headers, with the empty line behind them. No Content-Length without `length`: the body ends with the
// connection. `connect_to` are the policy's sources that the page may connect to besides this server.
std::string head_text(const Response& response, std::optional<std::size_t> length, bool close,
                      std::string_view connect_to = {});

}  // namespace np::http
