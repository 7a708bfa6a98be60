#include "http/access.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/host.hpp"
#include "base/text.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

Response unauthorized(const Request& request) {
  auto response = failure(401, messages::kTokenNeeded);
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (request.path == "/" && request.header("Accept").contains("text/html")) {
    response.content_type = "text/html; charset=utf-8";
    response.body =
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        "<meta name=\"color-scheme\" content=\"light dark\"><title>NerdPudding</title>"
        "<body style=\"font:1.1rem/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1rem\">"
        "<h1>A token is needed</h1><p>";
    response.body += messages::kTokenNeededPage;
  }
  return response;
}

}  // namespace

Access::Access(std::string listen_host, std::string token, std::vector<std::string> allowed_hosts, bool tls)
    : listen_host_(lower(listen_host)), token_(std::move(token)), allowed_hosts_(std::move(allowed_hosts)), tls_(tls) {
  for (auto& host : allowed_hosts_) host = lower(host);
}

bool Access::is_own_host(std::string_view authority) const {
  const auto host = lower(host_of(authority));
  if (host == "localhost" || host == "127.0.0.1" || host == "::1") return true;
  if (host == listen_host_ || std::ranges::contains(allowed_hosts_, host)) return true;
  if (std::ranges::contains(allowed_hosts_, lower(authority))) return true;
  return !token_.empty() && is_ip_address(host);
}

bool Access::is_own_origin(std::string_view origin, std::string_view authority) const {
  const auto scheme_end = origin.find("://");
  if (scheme_end == origin.npos) return false;
  const auto origin_authority = origin.substr(scheme_end + 3);
  return lower(origin_authority) == lower(authority) ||
         std::ranges::contains(allowed_hosts_, lower(host_of(origin_authority))) ||
         std::ranges::contains(allowed_hosts_, lower(origin_authority));
}

bool Access::is_token(std::string_view text) const {
  return text.size() == token_.size() && CRYPTO_memcmp(text.data(), token_.data(), token_.size()) == 0;
}

Response Access::welcome(const Request& request) const {
  Response response{.status = 303, .content_type = "text/html; charset=utf-8"};
  // After a link on a page of somebody else the browser keeps a strict cookie back even through a redirect; a page of
  // our own sends it on instead.
  if (request.header("Sec-Fetch-Site") == "cross-site") {
    response.status = 200;
    response.body = "<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=/\"><title>NerdPudding</title>";
  } else {
    response.headers.emplace_back("Location", "/");
  }
  response.headers.emplace_back("Set-Cookie", std::string(kCookie) + '=' + percent_encoded(token_) +
                                                  "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict" +
                                                  (tls_ ? "; Secure" : ""));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

std::optional<Response> Access::check(const Request& request) const {
  if (request.path == "/healthz") return std::nullopt;

  const auto host = request.header("Host");
  if (!host.empty() && !is_own_host(host))
    return failure(403, "This host name is not known here: use localhost, or add the name to ALLOWED_HOSTS.");
  const auto origin = request.header("Origin");
  const bool embedded =
      request.header("Sec-Fetch-Site") == "cross-site" && request.header("Sec-Fetch-Mode") != "navigate";
  if (origin.empty() ? embedded : !is_own_origin(origin, host)) return failure(403, messages::kForeignPage);

  if (token_.empty()) return std::nullopt;
  if (request.path == "/")
    if (const auto token = request.parameter("token"))
      return is_token(*token) ? welcome(request) : unauthorized(request);
  const auto authorization = request.header("Authorization");
  if (!authorization.empty()) {
    constexpr std::string_view kBearer = "bearer ";
    const bool bearer = lower(authorization.substr(0, kBearer.size())) == kBearer;
    if (bearer && is_token(authorization.substr(kBearer.size()))) return std::nullopt;
    return unauthorized(request);
  }
  if (const auto cookie = request.cookie(kCookie); cookie && is_token(*cookie)) return std::nullopt;
  return unauthorized(request);
}

}  // namespace np::http
