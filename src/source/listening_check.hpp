// Finds obstacles to sending to a listening source, because the best time to report them is before anybody tries.
#pragma once

#include <string>

#include "source/source.hpp"

namespace np {

// Why a port cannot be listened at: `error` is an errno.
Error cannot_listen(int error, const std::string& host, int port);

// Not after a break: there SRT's library may hold the port for a moment still, and listens at it again all the same.
// Makes sure that the port can be listened at: throws Error{kUnavailable | kInvalid | kPermission} otherwise. Blocks
// where the address is a name.
void check_listening(const SourceSpec& spec);

}  // namespace np
