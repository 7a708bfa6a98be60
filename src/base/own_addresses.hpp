// The addresses at which other devices reach this machine.
#pragma once

#include <string>
#include <vector>

namespace np {

// IPv4 first, then IPv6; at most eight of each. Without loopback and link-local ones, and without those of networks
// that only exist inside this machine, such as Docker's. Asks the kernel, never a network.
std::vector<std::string> own_addresses();

// Whether an interface of that name leads out of this machine.
bool leads_out(const std::string& interface_name);

// As it stands in a URL: an IPv6 address in brackets.
std::string url_host(const std::string& address);

}  // namespace np
