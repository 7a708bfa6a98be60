#include "http/server/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "base/freed.hpp"
#include "http/server/tls.hpp"

namespace np {

std::optional<std::chrono::sys_seconds> check_certificate(const ServerOptions& options) {
  ServerOptions files = options;
  files.tls_self_signed = false;
  (void)http::make_tls(files);
  const std::unique_ptr<BIO, Freed<BIO_free>> file(BIO_new_file(options.tls_cert.c_str(), "r"));
  const std::unique_ptr<X509, Freed<X509_free>> certificate(
      file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr);
  ERR_clear_error();
  std::tm end{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(timegm(&end)));
}

}  // namespace np
