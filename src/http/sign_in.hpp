// Reads the token that somebody sends to sign in, by the form of the sign-in page or by the page's own dialog. Pure
// functions.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace np::http {

inline constexpr std::string_view kSignInPath = "/sign-in";

struct SignIn {
  std::string token;
  std::string way_back;  // as way_back() has made it
  bool by_form = false;  // a browser waits for a page, not for JSON
};
// The error is the answer: 422.
std::expected<SignIn, Response> read_sign_in(const Request& request);

// Where this request wanted to go, seen from the server's root, without a token: "", "embed?size=30". A browser that
// follows "./" and this stays on this server.
std::string way_back(const Request& request);
// Whether way_back() may have made it; foreign texts are not followed.
bool is_way_back(std::string_view text);

// The token in what a person has pasted: with white space around it, or the whole link.
std::string token_in(std::string_view pasted);

}  // namespace np::http
