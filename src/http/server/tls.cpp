#include "http/server/tls.hpp"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/descriptor.hpp"
#include "base/error.hpp"
#include "base/format.hpp"
#include "base/freed.hpp"
#include "base/host.hpp"
#include "base/log.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

namespace ssl = boost::asio::ssl;

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

[[noreturn]] void fail_self_signed() {
  throw Error(ErrorKind::kInternal,
              "No self-signed certificate could be made: set TLS_CERT and TLS_KEY to files of your own instead.");
}

// "name" of "name:8443"; only letters, digits, dots and dashes, and IPv6 colons, so that nothing can break out of the
// list of names.
std::string certified_name(std::string host) {
  if (!is_ip_address(host)) host = host.substr(0, host.find(':'));
  for (const unsigned char c : host)
    if (!std::isalnum(c) && c != '.' && c != '-' && c != ':') return {};
  return host;
}

std::set<std::string> subject_hosts(const ServerOptions& options) {
  std::set<std::string> hosts{"localhost", "127.0.0.1", "::1"};
  std::array<char, 256> own{};
  if (gethostname(own.data(), own.size() - 1) == 0) hosts.insert(certified_name(own.data()));
  hosts.insert(certified_name(options.host));
  for (const auto& host : options.allowed_hosts) hosts.insert(certified_name(host));
  hosts.erase("");
  return hosts;
}

std::string subject_names(const ServerOptions& options) {
  std::string out;
  for (const auto& host : subject_hosts(options)) {
    if (!out.empty()) out += ',';
    out += (is_ip_address(host) ? "IP:" : "DNS:") + host;
  }
  return out;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) fail_self_signed();
}

struct Pair {
  Certificate certificate;
  Key key;
};

Pair made_pair(const ServerOptions& options) {
  Key key(EVP_EC_gen("P-256"));
  Certificate certificate(X509_new());
  std::array<unsigned char, 16> serial;
  if (!key || !certificate || RAND_bytes(serial.data(), serial.size()) != 1) fail_self_signed();
  serial[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(serial.data(), serial.size(), nullptr));
  X509* x = certificate.get();
  X509_set_version(x, X509_VERSION_3);
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x));
  X509_gmtime_adj(X509_getm_notBefore(x), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), 365L * 24 * 3600);
  X509_set_pubkey(x, key.get());
  X509_NAME* name = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("NerdPudding"), -1, -1,
                             0);
  X509_set_issuer_name(x, name);
  add_extension(x, NID_subject_alt_name, subject_names(options));
  add_extension(x, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(x, NID_ext_key_usage, "serverAuth");
  if (X509_sign(x, key.get(), EVP_sha256()) == 0) fail_self_signed();
  return {std::move(certificate), std::move(key)};
}

// With all required names, and valid for a month at least.
bool is_usable(const Pair& pair, const ServerOptions& options) {
  X509* x = pair.certificate.get();
  if (!x || !pair.key || X509_check_private_key(x, pair.key.get()) != 1) return false;
  std::time_t soon = std::time(nullptr) + 30L * 24 * 3600;
  if (X509_cmp_time(X509_get0_notAfter(x), &soon) <= 0) return false;
  return std::ranges::all_of(subject_hosts(options), [&](const std::string& host) {
    return is_ip_address(host) ? X509_check_ip_asc(x, host.c_str(), 0) == 1
                               : X509_check_host(x, host.c_str(), host.size(), 0, nullptr) == 1;
  });
}

Pair kept_pair(const std::filesystem::path& file) {
  const Bio bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) return {};
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return {std::move(certificate), std::move(key)};
}

// One file, so that the two belong together; nobody else may read it. False: it cannot be written.
bool keep_pair(const Pair& pair, const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::create_directories(file.parent_path(), ignored))
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, ignored);
  const std::string beside = file.string() + ".new";
  const Descriptor out(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  const Bio text(BIO_new(BIO_s_mem()));
  if (out.get() < 0 || !text ||
      PEM_write_bio_PrivateKey(text.get(), pair.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(text.get(), pair.certificate.get()) != 1)
    return false;
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return ::write(out.get(), bytes, static_cast<std::size_t>(size)) == size &&
         ::rename(beside.c_str(), file.c_str()) == 0;
}

std::string fingerprint_of(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return "unknown";
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += np::format("{}{:02X}", i ? ":" : "", digest[i]);
  return text;
}

void use_self_signed(ssl::context& context, const ServerOptions& options) {
  const std::filesystem::path file =
      options.certificate_dir.empty() ? std::filesystem::path() : options.certificate_dir / "certificate.pem";
  Pair pair = file.empty() ? Pair{} : kept_pair(file);
  if (!is_usable(pair, options)) {
    pair = made_pair(options);
    if (!file.empty() && !keep_pair(pair, file))
      log::warn(messages::kCertificateNotKept, std::generic_category().message(errno));
  }
  if (SSL_CTX_use_certificate(context.native_handle(), pair.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.native_handle(), pair.key.get()) != 1)
    fail_self_signed();
  log::info(messages::kCertificateMade, fingerprint_of(pair.certificate.get()));
}

void use_files(ssl::context& context, const ServerOptions& options) {
  boost::system::error_code ec;
  context.use_certificate_chain_file(options.tls_cert, ec);
  if (ec)
    throw Error(ErrorKind::kInvalid,
                np::format("TLS_CERT: {} holds no certificate that can be read: give a PEM file.", options.tls_cert));
  context.use_private_key_file(options.tls_key, ssl::context::pem, ec);
  if (!ec && SSL_CTX_check_private_key(context.native_handle()) == 1) return;
  throw Error(ErrorKind::kInvalid,
              np::format("TLS_KEY: {} holds no key that can be read and belongs to TLS_CERT: give the PEM file of the "
                         "certificate's key, without a passphrase.",
                         options.tls_key));
}

}  // namespace

std::unique_ptr<ssl::context> make_tls(const ServerOptions& options) {
  const bool files = !options.tls_cert.empty() || !options.tls_key.empty();
  if (!files && !options.tls_self_signed) return nullptr;
  if (files && (options.tls_cert.empty() || options.tls_key.empty()))
    throw Error(ErrorKind::kInvalid, messages::kTlsFilesTogether);
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  // Nobody is there to type a passphrase.
  context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
  if (files) {
    use_files(*context, options);
  } else {
    use_self_signed(*context, options);
  }
  return context;
}

}  // namespace np::http
