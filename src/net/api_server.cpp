#include "net/api_server.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "net/messages.hpp"

namespace np {
namespace {

using std::chrono::seconds;

constexpr std::size_t kMostSaid = 160;  // bytes
constexpr auto kLongestWait = std::chrono::hours(1);
// People copy these out of a server's documentation.
constexpr std::string_view kCalls[] = {"/chat/completions", "/completions", "/responses", "/models", "/audio/speech"};

// "API key not valid. Please pass a valid API key."
bool speaks_of_key(std::string_view message) {
  const std::string text = lower(message);
  for (const char* word : {"api key", "api_key", "apikey", "api-key", "credential", "authentication", "unauthorized",
                           "access token", "bearer"})
    if (text.contains(word)) return true;
  return false;
}

std::string with(std::string_view quoted_message) {
  return quoted_message.empty() ? "" : ": " + std::string(quoted_message);
}

}  // namespace

ApiServer::ApiServer(std::string_view url, std::string k) : key(std::move(k)) {
  if (const std::size_t mark = url.find_first_of("?#"); mark != url.npos) {
    const std::string_view rest = url.substr(mark);
    if (rest.starts_with('?')) query = rest.substr(0, rest.find('#'));
    url = url.substr(0, mark);
  }
  const auto without_slashes = [&] {
    while (url.ends_with('/')) url.remove_suffix(1);
  };
  without_slashes();
  for (const std::string_view call : kCalls)
    if (url.ends_with(call)) {
      url.remove_suffix(call.size());
      complete_ = true;
      break;
    }
  without_slashes();
  const std::size_t scheme = url.find("://");
  const std::size_t host_at = scheme == url.npos ? 0 : scheme + 3;
  const std::size_t path_at = std::min(url.find('/', host_at), url.size());
  std::string_view host = url.substr(host_at, path_at - host_at);
  if (const std::size_t at = host.rfind('@'); at != host.npos) host.remove_prefix(at + 1);
  shown = host;
  base = url.substr(0, path_at);
  root = url.substr(path_at);
  if (root.empty() && !complete_) root = "/v1";
}

std::vector<std::string> ApiServer::roots() const {
  std::vector<std::string> all = {root};
  // A path may be that of a proxy, in front of the server's own /v1.
  if (!complete_ && !root.ends_with("/v1")) all.push_back(root + "/v1");
  return all;
}

HttpRequest ApiServer::request(std::string_view path, std::string json) const {
  constexpr std::string_view kRoot = "/v1/";
  HttpRequest request;
  if (path.starts_with(kRoot))
    request.url = base + root + std::string(path.substr(kRoot.size() - 1)) + query;
  else
    request.url = base + std::string(root.ends_with("/v1") ? std::string_view(root).substr(0, root.size() - 3) : root) +
                  std::string(path);
  request.undo_compression = true;
  if (!key.empty()) {
    request.headers.emplace_back("Authorization", "Bearer " + key);
    // Azure's deployments take a key by this name alone.
    if (shown.contains(".azure.")) request.headers.emplace_back("api-key", key);
  }
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
  const auto about_key = [&](const char* sentence) {
    return Error(ErrorKind::kPermission,
                 np::vformat(sentence, std::make_format_args(name, status, server.key_setting)));
  };
  const bool page = head.header("content-type").contains("html");
  if (status == 401 && lower(head.header("www-authenticate")).starts_with("basic"))
    return Error(ErrorKind::kPermission, np::format(messages::kAsksForPassword, name, status, server.url_setting));
  if (status == 401 || (status == 403 && !page && (message.empty() || speaks_of_key(message))))
    return about_key(server.key.empty() ? messages::kAsksForKey : messages::kKeyNotAccepted);
  if (status == 403)
    return Error(ErrorKind::kPermission,
                 np::format(messages::kForbidsRequest, name, status, page ? ", a web page" : says, server.url_setting,
                            server.key_setting));
  if (status == 400 && !server.key.empty() && speaks_of_key(message)) return about_key(messages::kKeyNotAccepted);
  if (status == 402) return Error(ErrorKind::kPermission, np::format(messages::kWantsPayment, name, status, says));
  if (status == 413)
    return Error(ErrorKind::kInvalid, np::format(messages::kRequestTooLarge, name, status, says, server.url_setting));
  if (status == 404 || status == 405) {
    return Error(ErrorKind::kNotFound, np::format(messages::kUnknownAddressOrModel, name, status, says,
                                                  server.url_setting, server.model_setting));
  }
  if (status == 429) {
    const auto wait = retry_after(head);
    return Error(ErrorKind::kUnavailable,
                 wait ? np::format(messages::kAsksToBeLeftAlone, name, std::chrono::ceil<seconds>(*wait).count())
                      : np::format(messages::kTooMuchToDo, name, says));
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
