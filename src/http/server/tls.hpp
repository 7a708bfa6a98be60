// Sets up https.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/server/server.hpp"

namespace np::http {

// nullptr if the options ask for none. With tls_self_signed, it makes a key and a certificate for the loopback names,
// the listen address, this machine's name and the allowed hosts, keeps them in certificate_dir as long as they fit, and
// logs the fingerprint. Throws Error that names the setting. Reads files: do not call it on the I/O thread while that
// serves.
std::unique_ptr<boost::asio::ssl::context> make_tls(const ServerOptions& options);

}  // namespace np::http
