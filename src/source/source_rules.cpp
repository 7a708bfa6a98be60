#include "source/source_rules.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/text.hpp"
#include "source/stream_place.hpp"

namespace np {
namespace {

struct Place {
  std::string host;  // in lower case
  std::string port;
};

std::optional<Place> place_of(const SourceSpec& source) {
  if (source.listens) return std::nullopt;
  if (source.kind == "srt") {
    const StreamPlace place = stream_place(source.text);
    return Place{place.host, std::to_string(place.port)};
  }
  if (source.kind != "rtsp" && source.kind != "http" && source.kind != "whep") return std::nullopt;
  const auto url = boost::urls::parse_uri(source.text);
  if (!url) return std::nullopt;
  std::string port = url->port();
  if (port.empty())
    port = url->scheme() == "rtsp"                                ? "554"
           : url->scheme() == "rtsps"                             ? "322"
           : url->scheme() == "https" || url->scheme() == "wheps" ? "443"
                                                                  : "80";
  return Place{lower(url->host_address()), port};
}

using Address = std::array<std::uint8_t, 16>;

struct Bits {
  Address address{};
  int size = 0;  // 32 or 128
};

std::optional<Bits> bits_of(const std::string& text) {
  Bits bits;
  if (inet_pton(AF_INET, text.c_str(), bits.address.data()) == 1) return Bits{bits.address, 32};
  if (inet_pton(AF_INET6, text.c_str(), bits.address.data()) == 1) return Bits{bits.address, 128};
  return std::nullopt;
}

bool is_in_network(const std::string& host, const std::string& network, std::string_view length) {
  const auto one = bits_of(host), other = bits_of(network);
  int prefix = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), prefix);
  if (!one || !other || one->size != other->size || error != std::errc() || end != length.data() + length.size() ||
      prefix < 0 || prefix > one->size)
    return false;
  for (int bit = 0; bit < prefix; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    if ((one->address[at] ^ other->address[at]) >> (7 - bit % 8) & 1) return false;
  }
  return true;
}

bool allows_place(std::string_view rule, const Place& place) {
  if (const auto slash = rule.find('/'); slash != rule.npos)
    return is_in_network(place.host, std::string(rule.substr(0, slash)), rule.substr(slash + 1));
  if (rule.starts_with("*.")) return place.host.ends_with(rule.substr(1));
  std::string_view host = rule, port;
  const bool bracketed = rule.starts_with('[');
  if (bracketed) host = rule.substr(1, rule.find(']') - 1);
  const auto colon = rule.rfind(':');
  const bool has_port = colon != rule.npos && (bracketed ? colon > rule.find(']') : rule.find(':') == colon);
  if (has_port) {
    port = rule.substr(colon + 1);
    if (!bracketed) host = rule.substr(0, colon);
  }
  return lower(host) == place.host && (port.empty() || port == place.port);
}

bool allows_path(const std::string& rule, const SourceSpec& source) {
  if (source.kind != "file" && source.kind != "camera") return false;
  std::string folder = std::filesystem::path(rule).lexically_normal();
  std::error_code none;
  const std::string path = std::filesystem::absolute(source.path, none).lexically_normal();
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return path == folder || path.starts_with(folder == "/" ? folder : folder + "/");
}

}  // namespace

bool SourceRules::allow(const SourceSpec& source) const {
  if (rules_.empty()) return true;
  const auto place = place_of(source);
  return std::ranges::any_of(rules_, [&](const std::string& rule) {
    if (rule == "any" || rule == source.kind) return true;
    if (rule.starts_with('/')) return allows_path(rule, source);
    return place && allows_place(rule, *place);
  });
}

}  // namespace np
