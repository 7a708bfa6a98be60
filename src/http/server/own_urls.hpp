// The addresses at which people find this server.
#pragma once

#include <string>
#include <vector>

#include "http/server/server_options.hpp"

namespace np::http {

// Whether the options name a certificate, or ask for a self-signed one.
bool speaks_tls(const ServerOptions& options);

// "http://192.168.1.5:8199", best first, never empty: all addresses of this machine if the server listens on all of
// them. In a container, it knows only where the port is published.
std::vector<std::string> own_urls(const ServerOptions& options, int port);

}  // namespace np::http
