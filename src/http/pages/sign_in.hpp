// Reads the token from a person who signs in, by the form of the sign-in page or by the page's own dialog. Pure
// functions.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "http/message/message.hpp"

namespace np::http {

inline constexpr std::string_view kSignInPath = "/sign-in";

struct SignIn {
  std::string token;
  std::string way_back;  // made by way_back()
  bool by_form = false;  // the browser waits for a page, not for JSON
};
// The error is the answer: 422.
std::expected<SignIn, Response> read_sign_in(const Request& request);

// The target of this request, relative to the server's root, without a token: "", "embed?size=30". A browser that
// follows "./" and this stays on this server.
std::string way_back(const Request& request);
// Whether way_back() may have made it; other texts must not be followed.
bool is_way_back(std::string_view text);

// Finds the token in pasted text: with white space around it, or the whole link.
std::string token_in(std::string_view pasted);

}  // namespace np::http
