// One request and one answer as the routes see them, without a socket.
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
  kNobody,      // needs a token and has shown none
  kWatcher,     // sees and hears
  kController,  // steers, too
};

struct Request {
  std::string method;
  std::string path;  // as sent: no route needs percent-decoding
  Fields query;      // decoded
  Fields headers;
  std::string body;
  std::string client;  // its address; for IPv6 its network, because a host has many addresses in one

  Role role = Role::kController;  // set by Access

  // The first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const;
  std::optional<std::string> parameter(std::string_view name) const;
  // All of that name, percent-decoded, without malformed ones; cookies of narrower paths come first.
  std::vector<std::string> cookies(std::string_view name) const;
};

// Splits "/path?a=b" into path and query; false if it is malformed.
bool parse_target(std::string_view target, Request& request);
std::string percent_encoded(std::string_view text);
// The fields of a form (application/x-www-form-urlencoded), decoded; nothing if it is malformed.
std::optional<Fields> parse_form(std::string_view body);

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  Fields headers;
  std::string body;
  std::string sentence = {};         // of a failure: its body says this as JSON
  std::string frame_ancestors = {};  // pages that may show this in a frame, in a policy's form; empty: none
  bool takes_styles = false;         // the embedding program may add its own style sheet, as OBS does
};

// {"detail": sentence}
Response failure(int status, std::string_view sentence);
// The status that goes with the error's kind.
Response failure(const Error& error);

// The Content-Security-Policy sources of the LiveKit server at this ws:// or wss:// address; empty for an empty one.
std::string policy_sources(std::string_view room_url);

// Status line and headers, with the empty line behind them. Without `length`, it leaves Content-Length out: the body
// ends with the connection. `connect_to`: the policy's sources that the page may connect to besides this server.
std::string head_text(const Response& response, std::optional<std::size_t> length, bool close,
                      std::string_view connect_to = {});

}  // namespace np::http
