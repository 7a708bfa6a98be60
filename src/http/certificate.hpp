// The certificate of the settings, looked at before anybody serves with it.
#pragma once

#include <chrono>
#include <optional>

#include "http/server_options.hpp"

namespace np {

// Whether the files of TLS_CERT and TLS_KEY can be used together: throws Error that names the setting. When the
// certificate ends; nothing where that cannot be read. Reads files, writes none.
std::optional<std::chrono::sys_seconds> check_certificate(const ServerOptions& options);

}  // namespace np
