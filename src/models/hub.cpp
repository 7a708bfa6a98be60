#include "models/hub.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fstream>

#include "base/format.hpp"
#include "base/text.hpp"
#include "models/messages.hpp"

namespace np {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 60;

std::string value_of(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : std::string(trim(found->second));
}

// The token that a login with the hub's own tools has stored.
std::string stored_token(const Environment& environment) {
  std::string folder = value_of(environment, "HF_HOME");
  if (folder.empty()) {
    const std::string home = value_of(environment, "HOME");
    if (home.empty()) return {};
    folder = home + "/.cache/huggingface";
  }
  std::ifstream file(folder + "/token");
  std::string token;
  std::getline(file, token);
  return std::string(trim(token));
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<std::uint64_t> size_in(const json::object& entry) {
  const json::value* size = entry.if_contains("size");
  boost::system::error_code not_a_number;
  const auto bytes = size ? size->to_number<std::uint64_t>(not_a_number) : 0;
  if (!size || not_a_number || bytes > kLargestFile) return std::nullopt;
  return bytes;
}

std::string text_in(const json::object& entry, std::string_view key) {
  const json::value* value = entry.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// A large file is named by what it holds; its size and SHA-256 stand in "lfs".
std::optional<HubFile> file_of(const json::value& value) {
  const json::object* entry = value.if_object();
  if (!entry || text_in(*entry, "type") != "file") return std::nullopt;
  HubFile file{.path = text_in(*entry, "path")};
  std::optional<std::uint64_t> bytes = size_in(*entry);
  const json::value* lfs = entry->if_contains("lfs");
  if (lfs && lfs->is_object()) {
    bytes = size_in(lfs->get_object());
    if (const std::string oid = text_in(lfs->get_object(), "oid"); is_sha256(oid)) file.sha256 = oid;
  }
  if (file.path.empty() || !bytes) return std::nullopt;
  file.bytes = *bytes;
  return file;
}

Duration pause_wanted(const HttpHead& head) {
  const std::string_view text = head.header("retry-after");
  unsigned seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(std::min(seconds, 86'400u));
}

}  // namespace

std::string Hub::name() const {
  std::string_view host(endpoint);
  host.remove_prefix(host.find("://") + 3);
  host = host.substr(0, host.find('/'));
  return std::string(host.substr(host.rfind('@') + 1));
}

std::string Hub::listing_url(std::string_view repository) const {
  return np::format("{}/api/models/{}/tree/main?recursive=true", endpoint, repository);
}

std::string Hub::file_url(std::string_view repository, std::string_view path) const {
  return np::format("{}/{}/resolve/main/{}", endpoint, repository, path);
}

HttpRequest Hub::request(std::string url) const {
  HttpRequest request{.url = std::move(url), .follow_redirects = true, .connect_limit = std::chrono::seconds(10)};
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  return request;
}

Hub hub_of(const Environment& environment) {
  Hub hub;
  if (std::string endpoint = value_of(environment, "HF_ENDPOINT"); !endpoint.empty()) {
    while (endpoint.ends_with('/')) endpoint.pop_back();
    const auto scheme = endpoint.find("://");
    if ((!endpoint.starts_with("http://") && !endpoint.starts_with("https://")) || endpoint.size() <= scheme + 3 ||
        endpoint.find_first_of(" ?#") != endpoint.npos)
      throw Error(ErrorKind::kInvalid, messages::kNoHubAddress);
    hub.endpoint = std::move(endpoint);
  }
  hub.token = value_of(environment, "HF_TOKEN");
  if (hub.token.empty()) hub.token = stored_token(environment);
  return hub;
}

std::vector<HubFile> read_listing(std::string_view text, const Hub& hub) {
  boost::system::error_code error;
  const json::value listing = json::parse(text, error);
  if (error || !listing.is_array()) throw Error(ErrorKind::kInvalid, np::format(messages::kNoHubListing, hub.name()));
  std::vector<HubFile> files;
  for (const json::value& value : listing.get_array())
    if (auto file = file_of(value)) files.push_back(std::move(*file));
  return files;
}

std::optional<Refusal> refusal_of(const HttpHead& head, const Hub& hub, std::string_view what) {
  const std::string name = hub.name();
  const auto for_good = [](ErrorKind kind, std::string message) { return Refusal{Error(kind, message)}; };
  switch (head.status) {
    case 200:
    case 206: return std::nullopt;
    case 401:
      return for_good(ErrorKind::kPermission, hub.token.empty() ? np::format(messages::kHubWantsToken, name, what)
                                                                : np::format(messages::kHubRefusesToken, name, what));
    case 403: return for_good(ErrorKind::kPermission, np::format(messages::kHubWantsTermsAccepted, name, what));
    case 404:
    case 410: return for_good(ErrorKind::kNotFound, np::format(messages::kHubDoesNotHave, name, what));
    default: break;
  }
  const Duration pause = pause_wanted(head);
  const auto for_now = [&](const std::string& message) {
    return Refusal{Error(ErrorKind::kUnavailable, message), true, pause};
  };
  if (head.status == 429) {
    const std::string how_long = pause > Duration::zero() ? np::format(messages::kForSeconds, to_seconds(pause))
                                                          : std::string(messages::kForAWhile);
    return for_now(np::format(messages::kHubWantsPause, name, how_long));
  }
  if (head.status == 408 || head.status >= 500) return for_now(np::format(messages::kHubHasFault, name, head.status));
  return for_good(ErrorKind::kInvalid, np::format(messages::kHubStatus, name, head.status));
}

bool is_web_page(const HttpHead& head) { return head.header("content-type").starts_with("text/html"); }

}  // namespace np
