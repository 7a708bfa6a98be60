// Checks the certificate of the settings before the server uses it.
#pragma once

#include <chrono>
#include <optional>

#include "http/server/server_options.hpp"

namespace np {

// Throws Error that names the setting if the files of TLS_CERT and TLS_KEY cannot be used together. Returns when the
// certificate ends; nothing if that cannot be read. Reads files, writes none.
std::optional<std::chrono::sys_seconds> check_certificate(const ServerOptions& options);

}  // namespace np
