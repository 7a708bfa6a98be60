#include "net/api_server.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <utility>

#include "base/format.hpp"
#include "base/utf8.hpp"
#include "net/messages.hpp"

namespace np {
namespace {

using std::chrono::seconds;

constexpr std::size_t kMostSaid = 160;  // bytes
constexpr auto kLongestWait = std::chrono::hours(1);

std::string with(std::string_view quoted_message) {
  return quoted_message.empty() ? "" : ": " + std::string(quoted_message);
}

}  // namespace

ApiServer::ApiServer(std::string_view url, std::string k) : key(std::move(k)) {
  while (url.ends_with('/')) url.remove_suffix(1);
  if (url.ends_with("/v1")) url.remove_suffix(3);
  while (url.ends_with('/')) url.remove_suffix(1);
  base = url;
  const std::size_t scheme = url.find("://");
  std::string_view host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  host = host.substr(0, host.find('/'));
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  shown = host;
}

HttpRequest ApiServer::request(std::string_view path, std::string json) const {
  HttpRequest request;
  request.url = base + std::string(path);
  if (!key.empty()) request.headers.emplace_back("Authorization", "Bearer " + key);
  if (json.empty()) return request;
  request.method = "POST";
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(json);
  return request;
}

Error refusal(const ApiServer& server, const HttpHead& head, std::string_view message) {
  const std::string name = server.name();
  const std::string says = with(quoted(message, server.key));
  const int status = head.status;
  if (status == 401 || status == 403) {
    return Error(ErrorKind::kPermission, server.key.empty()
                                             ? np::format(messages::kAsksForKey, name, status, server.key_setting)
                                             : np::format(messages::kKeyNotAccepted, name, status, server.key_setting));
  }
  if (status == 404 || status == 405) {
    return Error(ErrorKind::kNotFound, np::format(messages::kUnknownAddressOrModel, name, status, says,
                                                  server.url_setting, server.model_setting));
  }
  if (status == 429) {
    const auto wait = retry_after(head);
    return Error(ErrorKind::kUnavailable,
                 wait ? np::format(messages::kAsksToBeLeftAlone, name, std::chrono::ceil<seconds>(*wait).count())
                      : np::format(messages::kTooMuchToDo, name));
  }
  if (status == 503) return Error(ErrorKind::kUnavailable, np::format(messages::kServerNotReady, name, says));
  if (status >= 500) return Error(ErrorKind::kUnavailable, np::format(messages::kServerFailed, name, status, says));
  if (status >= 300 && status < 400) {
    return Error(ErrorKind::kInvalid, np::format(messages::kSendsElsewhere, name, status, server.url_setting));
  }
  return Error(ErrorKind::kInvalid,
               np::format(messages::kRefusesRequest, name, status, says, server.url_setting, server.model_setting));
}

Error no_api(const ApiServer& server, const HttpHead& head) {
  const bool page = head.header("content-type").contains("html");
  return Error(ErrorKind::kInvalid,
               np::format(messages::kNoApi, server.name(), page ? messages::kAWebPage : messages::kSomethingElse,
                          server.url_setting));
}

Error about(const ApiServer& server, const Error& error) {
  const std::string host = server.shown.substr(0, server.shown.rfind(':'));
  const std::string message = error.message();
  return message.starts_with(host) ? Error(error.kind(), "The " + server.what + " at " + message) : error;
}

std::optional<Duration> retry_after(const HttpHead& head) {
  const std::string_view text = head.header("retry-after");
  if (text.empty()) return std::nullopt;
  double wait = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wait);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(wait)) {
    std::istringstream date{std::string(text)};
    std::chrono::sys_seconds until;
    if (!std::chrono::from_stream(date, "%a, %d %b %Y %H:%M:%S GMT", until)) return std::nullopt;
    wait = std::chrono::duration<double>(until - std::chrono::system_clock::now()).count();
  }
  return from_seconds(std::clamp(wait, 0.0, std::chrono::duration<double>(kLongestWait).count()));
}

std::string quoted(std::string_view message, const std::string& key) {
  std::string text(message);
  for (std::size_t at = 0; !key.empty() && (at = text.find(key, at)) != std::string::npos;) text.erase(at, key.size());
  std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  if (text.size() > kMostSaid) text = text.substr(0, utf8::cut(text, kMostSaid)) + "…";
  return text.empty() ? text : "\"" + text + "\"";
}

}  // namespace np
