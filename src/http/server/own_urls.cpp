#include "http/server/own_urls.hpp"

#include "base/format.hpp"
#include "base/own_addresses.hpp"

namespace np::http {
namespace {

bool is_everywhere(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

std::vector<std::string> own_hosts(const ServerOptions& options) {
  if (!options.publish.empty()) return {is_everywhere(options.publish) ? "localhost" : options.publish};
  if (!is_everywhere(options.host)) return {options.host};
  std::vector<std::string> hosts = own_addresses();
  // On 0.0.0.0 nobody listens to IPv6.
  if (options.host == "0.0.0.0") std::erase_if(hosts, [](const std::string& host) { return host.contains(':'); });
  if (hosts.empty()) hosts.emplace_back("127.0.0.1");
  return hosts;
}

}  // namespace

bool speaks_tls(const ServerOptions& options) { return !options.tls_cert.empty() || options.tls_self_signed; }

std::vector<std::string> own_urls(const ServerOptions& options, int port) {
  std::vector<std::string> urls;
  for (const std::string& host : own_hosts(options))
    urls.push_back(np::format("{}://{}:{}", speaks_tls(options) ? "https" : "http", url_host(host), port));
  return urls;
}

}  // namespace np::http
