#include "config/ice_servers.hpp"

#include <algorithm>

#include "base/host.hpp"
#include "base/text.hpp"

namespace np {
namespace {

std::optional<IceServerText> read_one(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == word.npos || word.find_first_of(" \"<>\\") != word.npos) return std::nullopt;
  const std::string scheme = lower(word.substr(0, colon));
  std::string_view rest = word.substr(colon + 1);
  const bool relays = scheme == "turn" || scheme == "turns";
  if (!relays && scheme != "stun") return std::nullopt;
  IceServerText server;
  if (const std::size_t at = rest.rfind('@'); at != rest.npos) {
    const std::string_view login = rest.substr(0, at);
    const std::size_t split = std::min(login.find(':'), login.size());
    server.username = login.substr(0, split);
    server.credential = login.substr(std::min(split + 1, login.size()));
    rest = rest.substr(at + 1);
  }
  const std::size_t query = std::min(rest.find('?'), rest.size());
  const std::string_view place = rest.substr(0, query);
  const std::string_view transport = rest.substr(query);
  const bool has_login = !server.username.empty() && !server.credential.empty();
  if (!is_authority(place) || relays != has_login || (!relays && !transport.empty())) return std::nullopt;
  if (!transport.empty() && transport != "?transport=udp" && transport != "?transport=tcp") return std::nullopt;
  server.url = scheme + ":" + std::string(rest);
  return server;
}

}  // namespace

std::optional<std::vector<IceServerText>> read_ice_servers(std::string_view text) {
  std::vector<IceServerText> servers;
  while (!text.empty()) {
    const std::string_view word = trim(text.substr(0, text.find(',')));
    text.remove_prefix(std::min(text.find(','), text.size() - 1) + 1);
    if (word.empty()) continue;
    auto server = read_one(word);
    if (!server) return std::nullopt;
    servers.push_back(std::move(*server));
  }
  return servers;
}

}  // namespace np
