#include "http/api/share.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/host.hpp"
#include "base/qr_code.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"
#include "http/server/own_urls.hpp"

namespace np::http {
namespace {

bool is_loopback_name(const std::string& host) {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ip_address(host));
}

std::string link_end(const std::string& token) { return token.empty() ? "" : "?token=" + percent_encoded(token); }

// Dark squares of a row that follow each other are one rectangle.
std::string svg_of(const QrCode& code) {
  const int side = code.size() + 2 * QrCode::kQuietZone;
  std::string svg =
      np::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges">)"
                 R"(<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d=")",
                 side);
  for (int y = 0; y < code.size(); ++y)
    for (int x = 0; x < code.size();) {
      const int begin = x;
      while (x < code.size() && code.is_dark(x, y)) ++x;
      if (x == begin)
        ++x;
      else
        svg += np::format("M{} {}h{}v1h-{}z", begin + QrCode::kQuietZone, y + QrCode::kQuietZone, x - begin, x - begin);
    }
  return svg + "\"/></svg>";
}

}  // namespace

Share::Share(const ServerOptions& options, std::function<std::vector<std::string>()> own_urls)
    : tls_(speaks_tls(options)),
      token_(options.token),
      watch_token_(options.watch_token),
      own_urls_(std::move(own_urls)) {}

std::vector<Share::Address> Share::addresses(const Request& request) const {
  std::vector<std::string> urls;
  const std::string_view used = request.header("Host");
  // A proxy in front may speak https for us.
  const bool https = tls_ || lower(request.header("X-Forwarded-Proto")) == "https";
  if (!used.empty()) urls.push_back(np::format("{}://{}", https ? "https" : "http", used));
  for (std::string& url : own_urls_())
    if (!std::ranges::contains(urls, url)) urls.push_back(std::move(url));

  std::vector<Address> found;
  for (const std::string& url : urls)
    found.push_back({.url = url + '/',
                     .used = !used.empty() && found.empty(),
                     .only_here = is_loopback_name(lower(host_of(url.substr(url.find("://") + 3))))});
  // Addresses that other people can open come first.
  std::ranges::stable_partition(found, [](const Address& address) { return !address.only_here; });
  return found;
}

Response Share::answer(const Request& request) const {
  if (request.role != Role::kController) return failure(403, messages::kForControllers);
  std::string list;
  for (const Address& address : addresses(request))
    list +=
        (list.empty() ? "" : ",") +
        JsonObject().add("address", address.url).add("used", address.used).add("only_here", address.only_here).text();
  JsonObject object;
  object.add("asks_for_token", !token_.empty()).add("control", link_end(token_));
  if (token_.empty() || watch_token_.empty())
    object.raw("watch", "null");
  else
    object.add("watch", link_end(watch_token_));
  object.raw("addresses", '[' + list + ']');
  return {.headers = {{"Cache-Control", "no-store"}}, .body = object.text()};
}

Response Share::code(const Request& request) const {
  if (request.role != Role::kController) return failure(403, messages::kForControllers);
  std::string text = request.parameter("text").value_or("");
  const bool controls = utf8::has_controls(text) || text.find_first_of("\r\n\t") != text.npos;
  if (text.empty() || text.size() > kMaxText || controls)
    return failure(400, np::format(messages::kCodeText, kMaxText));
  // This keeps the token out of addresses that a proxy or the browser's history stores.
  if (const auto link = request.parameter("link")) {
    if (*link != "control" && *link != "watch") return failure(400, messages::kCodeLink);
    if (*link == "watch" && watch_token_.empty()) return failure(404, messages::kNoWatchToken);
    text += link_end(*link == "watch" ? watch_token_ : token_);
  }
  return {.content_type = "image/svg+xml", .headers = {{"Cache-Control", "no-store"}}, .body = svg_of(QrCode(text))};
}

}  // namespace np::http
