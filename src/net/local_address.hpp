// Addresses that lead to this machine itself, or to a device plugged into it: loopback, link-local, none. Clouds keep
// their secrets at link-local ones. Pure function.
#pragma once

struct sockaddr;

namespace np {

bool is_local_address(const sockaddr& address);

}  // namespace np
