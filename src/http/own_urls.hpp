// Where people find this server.
#pragma once

#include <string>
#include <vector>

#include "http/server_options.hpp"

namespace np::http {

// Whether the options name a certificate, or have one made.
bool speaks_tls(const ServerOptions& options);

// "http://192.168.1.5:8199", best first, never empty: all addresses of this machine where the server listens on all of
// them. A container knows no more than where its port is published.
std::vector<std::string> own_urls(const ServerOptions& options, int port);

}  // namespace np::http
