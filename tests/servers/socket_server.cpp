#include "servers/socket_server.hpp"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "base/format.hpp"

namespace np::test {
namespace {

template <auto Free>
struct Freed {
  void operator()(auto* p) const { Free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long bytes = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(bytes)};
}

int listen_on_loopback(int& port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 16) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no port to listen on");
  port = ntohs(address.sin_port);
  return fd;
}

std::size_t announced_length(std::string_view head) {
  const auto at = head.find("Content-Length: ");
  return at == head.npos ? 0 : std::strtoul(std::string(head.substr(at + 16, 20)).c_str(), nullptr, 10);
}

}  // namespace

Identity make_identity() {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  X509* x = certificate.get();
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), 3600);
  X509_set_pubkey(x, key.get());
  X509_NAME* name = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x, name);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"));
  X509_add_ext(x, names.get(), -1);
  X509_sign(x, key.get(), EVP_sha256());
  const Memory certificate_text(BIO_new(BIO_s_mem())), key_text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_text.get(), x);
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {text_of(certificate_text.get()), text_of(key_text.get())};
}

Peer::Peer(int fd, SSL_CTX* tls) : fd_(fd) {
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (!tls) return;
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd_);
  secure_ = SSL_accept(ssl_) == 1;
}

Peer::~Peer() {
  if (secure_) SSL_shutdown(ssl_);
  SSL_free(ssl_);
  close(fd_);
}

long Peer::receive(char* to, int bytes) {
  if (!ssl_) return recv(fd_, to, static_cast<std::size_t>(bytes), 0);
  return secure_ ? SSL_read(ssl_, to, bytes) : 0;
}

std::string Peer::read_request() {
  std::array<char, 65536> some;
  for (;;) {
    if (const auto end = pending_.find("\r\n\r\n"); end != pending_.npos) {
      const std::size_t whole = end + 4 + announced_length(std::string_view(pending_).substr(0, end + 2));
      if (pending_.size() >= whole) {
        std::string request = pending_.substr(0, whole);
        pending_.erase(0, whole);
        return request;
      }
    }
    const long n = receive(some.data(), some.size());
    if (n <= 0) return {};
    pending_.append(some.data(), static_cast<std::size_t>(n));
  }
}

bool Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const long n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                        : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool Peer::wait_closed(Duration limit) {
  const TimePoint until = Clock::now() + limit;
  for (;;) {
    pollfd waiting{.fd = fd_, .events = POLLIN};
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (rest <= 0 || poll(&waiting, 1, static_cast<int>(rest)) == 0) return false;
    std::array<char, 4096> some;
    if (recv(fd_, some.data(), some.size(), 0) <= 0) return true;
  }
}

void Peer::reset() {
  const linger hard{.l_onoff = 1, .l_linger = 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

SocketServer::SocketServer(ServeFn serve, const Identity* identity) : serve_(std::move(serve)) {
  if (identity) {
    tls_ = SSL_CTX_new(TLS_server_method());
    const Memory certificate_text(BIO_new_mem_buf(identity->certificate.data(), -1));
    const Memory key_text(BIO_new_mem_buf(identity->key.data(), -1));
    const Certificate certificate(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
    const Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
    if (SSL_CTX_use_certificate(tls_, certificate.get()) != 1 || SSL_CTX_use_PrivateKey(tls_, key.get()) != 1)
      throw std::runtime_error("the certificate cannot be used");
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  }
  listener_ = listen_on_loopback(port_);
  thread_ = std::thread([this] { run(); });
}

SocketServer::~SocketServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
  SSL_CTX_free(tls_);
}

std::string SocketServer::url(std::string_view path) const {
  return np::format("{}:{}{}", tls_ ? "https://localhost" : "http://127.0.0.1", port_, path);
}

void SocketServer::run() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0 || stopping_) {
      if (fd >= 0) close(fd);
      return;
    }
    ++connections_;
    Peer peer(fd, tls_);
    serve_(peer);
  }
}

int free_port() {
  int port = 0;
  close(listen_on_loopback(port));
  return port;
}

}  // namespace np::test
