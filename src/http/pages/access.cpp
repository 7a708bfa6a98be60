#include "http/pages/access.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/host.hpp"
#include "base/text.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"
#include "http/pages/sign_in.hpp"

namespace np::http {
namespace {

Response unauthorized(std::string_view sentence = messages::kTokenNeeded) {
  auto response = failure(401, sentence);
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

// The parts of the page that come with the program and hold nothing of the show. A person who is asked for a token
// needs these before anything else; so does a browser that sends no cookie because another site's page frames ours.
bool is_part_of_page(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == path.npos || path.find('/', 1) != path.npos) return false;
  constexpr std::string_view kEndings[] = {"css", "js", "svg", "png", "webmanifest"};
  return std::ranges::contains(kEndings, path.substr(dot + 1));
}

// The parts that the page about a foreign host name is made of.
bool is_part_of_sign_in(std::string_view path) { return path == "/sign-in.css" || path == "/icon.svg"; }

// Pages for frames: they hold nothing themselves, and ask for everything else.
bool is_view(std::string_view path) { return path == "/overlay" || path == "/embed"; }

// Requests of a view whose browser keeps its cookie back.
bool is_shown_by_view(std::string_view path) {
  return path == "/api/live" || path == "/api/stream" || path == "/api/mjpeg" || path == "/api/video" ||
         path == "/api/frame" || path == "/api/audio-stream";
}

Role at_most_watching(Role role) { return role == Role::kController ? Role::kWatcher : role; }

bool only_looks(const Request& request) {
  return request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
}

}  // namespace

Access::Access(Rules rules) : rules_(std::move(rules)) {
  rules_.listen_host = lower(rules_.listen_host);
  for (auto& host : rules_.allowed_hosts) host = lower(host);
}

bool Access::is_own_host(std::string_view authority) const {
  const auto host = lower(host_of(authority));
  if (host == "localhost" || host == "127.0.0.1" || host == "::1") return true;
  if (host == rules_.listen_host || std::ranges::contains(rules_.allowed_hosts, host)) return true;
  if (std::ranges::contains(rules_.allowed_hosts, lower(authority))) return true;
  return asks_for_token() && is_ip_address(host);
}

bool Access::is_own_origin(std::string_view origin, std::string_view authority) const {
  const auto scheme_end = origin.find("://");
  if (scheme_end == origin.npos) return false;
  const auto origin_authority = origin.substr(scheme_end + 3);
  return lower(origin_authority) == lower(authority) ||
         std::ranges::contains(rules_.allowed_hosts, lower(host_of(origin_authority))) ||
         std::ranges::contains(rules_.allowed_hosts, lower(origin_authority));
}

Role Access::role_of(std::string_view text) const {
  const auto is = [text](const std::string& token) {
    return !token.empty() && text.size() == token.size() && CRYPTO_memcmp(text.data(), token.data(), token.size()) == 0;
  };
  if (is(rules_.token)) return Role::kController;
  return is(rules_.watch_token) ? Role::kWatcher : Role::kNobody;
}

std::string Access::cookie_name(std::string_view authority, std::string_view word) const {
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool has_port = colon != authority.npos && (bracket == authority.npos || colon > bracket);
  const std::string_view port = has_port ? authority.substr(colon + 1) : rules_.tls ? "443" : "80";
  return (rules_.tls ? "__Host-" : "") + std::string(word) + "_" + std::string(port);
}

std::string Access::cookie(const Request& request, const std::string& token) const {
  return cookie_name(request.header("Host")) + '=' + percent_encoded(token) +
         "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict" + (rules_.tls ? "; Secure" : "");
}

// In a frame of another site a browser sends back only what says so, and that only by https.
std::string Access::frame_cookie(const Request& request, const std::string& token) const {
  return cookie_name(request.header("Host"), kFrameCookie) + '=' + percent_encoded(token) +
         "; Path=/; Max-Age=2592000; HttpOnly; SameSite=" + (rules_.tls ? "None; Secure; Partitioned" : "Strict");
}

Response Access::welcome(const Request& request, const std::string& token) const {
  Response response{.status = 303, .content_type = "text/html; charset=utf-8"};
  // After a link on somebody else's page, the browser holds a strict cookie back, even through a redirect. A page of
  // ours in between makes it send the cookie.
  if (request.header("Sec-Fetch-Site") == "cross-site") {
    response.status = 200;
    response.body = "<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=./\"><title>NerdPudding</title>";
  } else {
    response.headers.emplace_back("Location", "./");
  }
  response.headers.emplace_back("Set-Cookie", cookie(request, token));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Access::Verdict Access::sign_in(const Request& request) const {
  auto typed = read_sign_in(request);
  if (!typed) return {.answer = std::move(typed.error())};
  const Role role = asks_for_token() ? role_of(typed->token) : Role::kController;
  if (role == Role::kNobody) return {.answer = unauthorized(messages::kTokenWrong), .guessed = true};
  Response response{.headers = {{"Cache-Control", "no-store"}}};
  if (asks_for_token()) response.headers.emplace_back("Set-Cookie", cookie(request, typed->token));
  if (typed->by_form) {
    response.status = 303;
    response.headers.emplace_back("Location", "./" + typed->way_back);
  } else {
    response.body =
        JsonObject().add("status", "ok").add("access", role == Role::kController ? "control" : "watch").text();
  }
  return {.answer = std::move(response), .role = role};
}

Access::Verdict Access::check(const Request& request) const {
  if (request.path == "/healthz") return {};

  const auto hosts =
      std::ranges::count_if(request.headers, [](const auto& header) { return lower(header.first) == "host"; });
  const auto host = request.header("Host");
  if (hosts > 1 || (!host.empty() && !is_authority(host)))
    return {.answer = failure(400, "The Host header is malformed.")};
  if (!host.empty() && !is_own_host(host) && !is_part_of_sign_in(request.path))
    return {.answer = failure(403, messages::kUnknownHost)};
  const auto origin = request.header("Origin");
  const bool embedded =
      request.header("Sec-Fetch-Site") == "cross-site" && request.header("Sec-Fetch-Mode") != "navigate";
  if (origin.empty() ? embedded : !is_own_origin(origin, host)) return {.answer = failure(403, messages::kForeignPage)};

  if (request.path == kSignInPath && request.method == "POST") return sign_in(request);
  if (!asks_for_token()) return {.role = Role::kController};
  Verdict verdict = known_by_token(request);
  const bool is_open = is_part_of_page(request.path) || is_view(request.path) || request.path == kSignInPath;
  if (verdict.role == Role::kNobody && is_open && only_looks(request)) {
    verdict.answer.reset();
    // The browser sends an old cookie with every request, so that is no guess.
    verdict.guessed = verdict.guessed && request.parameter("token");
  }
  if (verdict.role == Role::kWatcher && !only_looks(request)) verdict.answer = failure(403, messages::kWatchOnly);
  return verdict;
}

Access::Verdict Access::known_by_token(const Request& request) const {
  const auto nobody = [](bool guessed) { return Verdict{.answer = unauthorized(), .guessed = guessed}; };
  const bool shown_by_view = is_shown_by_view(request.path);
  if (request.path == "/" || is_view(request.path) || shown_by_view)
    if (const auto token = request.parameter("token")) {
      const Role role = role_of(*token);
      if (role == Role::kNobody) return nobody(true);
      if (request.path == "/") return {.answer = welcome(request, *token), .role = role};
      Verdict verdict{.role = at_most_watching(role)};
      if (!shown_by_view) verdict.headers.emplace_back("Set-Cookie", frame_cookie(request, *token));
      return verdict;
    }
  const auto authorization = request.header("Authorization");
  if (!authorization.empty()) {
    constexpr std::string_view kBearer = "bearer ";
    const bool bearer = lower(authorization.substr(0, kBearer.size())) == kBearer;
    const Role role = bearer ? role_of(authorization.substr(kBearer.size())) : Role::kNobody;
    return role == Role::kNobody ? nobody(true) : Verdict{.role = role};
  }
  // Other programs on this host may have set more cookies.
  bool guessed = false;
  const auto host = request.header("Host");
  for (const std::string& name : {cookie_name(host), std::string(kCookie), cookie_name(host, kFrameCookie)})
    for (const std::string& token : request.cookies(name)) {
      const Role role = role_of(token);
      if (role != Role::kNobody)
        return {.role = name == cookie_name(host, kFrameCookie) ? at_most_watching(role) : role};
      guessed = true;
    }
  return nobody(guessed);
}

}  // namespace np::http
