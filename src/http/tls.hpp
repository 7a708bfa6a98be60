// Sets up https.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/server.hpp"

namespace np::http {

// nullptr where the options ask for none. With tls_self_signed a key and a certificate are made, for the loopback
// names, the listen address, this machine's name and the allowed hosts, and kept in certificate_dir as long as they
// fit; the fingerprint is logged. Throws Error that names the setting. Reads files: not for the I/O thread while it
// serves.
std::unique_ptr<boost::asio::ssl::context> make_tls(const ServerOptions& options);

}  // namespace np::http
