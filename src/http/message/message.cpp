#include "http/message/message.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>

#include "base/format.hpp"
#include "base/text.hpp"
#include "http/message/json.hpp"

namespace np::http {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, {}, [](unsigned char c) { return std::tolower(c); }, [](unsigned char c) { return std::tolower(c); });
}

const char* reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 201: return "Created";
    case 204: return "No Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
  }
  return "Status";
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kConflict: return 409;
    case ErrorKind::kUnavailable: return 503;
    case ErrorKind::kInternal: return 500;
    default: return 400;
  }
}

// Every answer carries these: browsers must not sniff its type, other sites' pages must not read it, and only the pages
// that it names may frame it.
constexpr std::string_view kPolicy =
    "Content-Security-Policy: default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src "
    "'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors ";
constexpr std::string_view kSafety =
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n";

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return {};
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

std::vector<std::string> Request::cookies(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : headers) {
    if (!same_name(key, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals == pair.npos || pair.substr(0, equals) != name) continue;
      if (const auto text = boost::urls::make_pct_string_view(pair.substr(equals + 1))) found.push_back(text->decode());
    }
  }
  return found;
}

bool parse_target(std::string_view target, Request& request) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return false;
  request.path = url->encoded_path();
  boost::urls::encoding_opts plus;
  plus.space_as_plus = true;
  for (const auto& param : url->encoded_params())
    request.query.emplace_back(param.key.decode(plus), param.value.decode(plus));
  return true;
}

std::optional<Fields> parse_form(std::string_view body) {
  const auto params = boost::urls::parse_query(body);
  if (!params) return std::nullopt;
  Fields fields;
  boost::urls::encoding_opts plus;
  plus.space_as_plus = true;
  for (const auto& param : *params) fields.emplace_back(param.key.decode(plus), param.value.decode(plus));
  return fields;
}

std::string percent_encoded(std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

Response failure(int status, std::string_view sentence) {
  return {.status = status,
          .headers = {{"Cache-Control", "no-store"}},
          .body = JsonObject().add("detail", sentence).text(),
          .sentence = std::string(sentence)};
}

Response failure(const Error& error) { return failure(status_of(error.kind()), error.message()); }

std::string policy_sources(std::string_view room_url) {
  const auto url = boost::urls::parse_uri(room_url);
  if (!url) return "";
  const std::string tls = url->scheme() == "wss" ? "s" : "";
  // A policy can name no IPv6 address.
  if (url->host_type() == boost::urls::host_type::ipv6) return np::format("ws{0}: http{0}:", tls);
  // The library asks by HTTP why a WebSocket was refused.
  return np::format("ws{0}://{1} http{0}://{1}", tls, std::string_view(url->encoded_host_and_port()));
}

std::string head_text(const Response& response, std::optional<std::size_t> length, bool close,
                      std::string_view connect_to) {
  std::string out = np::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  if (response.status != 204 && response.status != 304)
    out += np::format("Content-Type: {}\r\n", response.content_type);
  if (length) out += np::format("Content-Length: {}\r\n", *length);
  for (const auto& [name, value] : response.headers) out += np::format("{}: {}\r\n", name, value);
  (out += kPolicy) += response.frame_ancestors.empty() ? "'none'" : response.frame_ancestors;
  if (response.takes_styles) out += "; style-src 'self' 'unsafe-inline'";
  if (!connect_to.empty()) out += np::format("; connect-src 'self' {}", connect_to);
  out += "\r\n";
  out += kSafety;
  out += close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
  return out;
}

}  // namespace np::http
