#include "unit/http/client.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "base/format.hpp"

namespace np::test {

Client::Client(int port, bool tls, int receive_buffer) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (receive_buffer > 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("connect failed");
  if (!tls) return;
  context_ = SSL_CTX_new(TLS_client_method());
  ssl_ = SSL_new(context_);
  SSL_set_fd(ssl_, fd_);
  if (SSL_connect(ssl_) != 1) throw std::runtime_error("TLS handshake failed");
}

Client::~Client() { close(); }

void Client::close() {
  if (fd_ < 0) return;
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  ::close(fd_);
  fd_ = -1;
}

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                        : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("the peer takes nothing more");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

bool Client::fill() {
  std::array<char, 65536> some;
  const auto n = ssl_ ? SSL_read(ssl_, some.data(), some.size()) : recv(fd_, some.data(), some.size(), 0);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("nothing came for ten seconds");
  if (n <= 0) return false;
  pending_.append(some.data(), static_cast<std::size_t>(n));
  return true;
}

std::string Client::read(std::size_t bytes) {
  while (pending_.size() < bytes)
    if (!fill()) throw std::runtime_error("the connection ended early");
  std::string out = pending_.substr(0, bytes);
  pending_.erase(0, bytes);
  return out;
}

std::string Client::read_until(std::string_view end) {
  std::size_t at;
  while ((at = pending_.find(end)) == std::string::npos)
    if (!fill()) throw std::runtime_error("the connection ended early: " + pending_);
  return read(at + end.size());
}

std::string Client::read_rest() {
  while (fill()) {
  }
  return std::exchange(pending_, {});
}

void Client::get(std::string_view path, std::string_view more) {
  send(np::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", path, more));
}

void Client::post(std::string_view path, std::string_view body, std::string_view more) {
  send(np::format("POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n{}\r\n{}", path, body.size(), more,
                  body));
}

Answer Client::read_head() {
  std::string_view rest;
  const auto head = read_until("\r\n\r\n");
  Answer answer;
  answer.status = std::stoi(head.substr(head.find(' ') + 1));
  rest = head;
  rest.remove_prefix(rest.find("\r\n") + 2);
  while (rest != "\r\n") {
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    std::string name(line.substr(0, line.find(':')));
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    answer.headers[name] = line.substr(line.find(':') + 2);
  }
  return answer;
}

Answer Client::read_answer(bool body) {
  auto answer = read_head();
  if (const auto length = answer.headers.find("content-length"); body && length != answer.headers.end())
    answer.body = read(std::stoul(length->second));
  return answer;
}

Answer Client::upgrade(std::string_view path, std::string_view more) {
  get(path, np::format("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}",
                       more));
  return read_answer();
}

Client::Frame Client::read_frame() {
  const auto head = read(2);
  const auto byte = [](char c) { return static_cast<unsigned char>(c); };
  std::size_t length = byte(head[1]) & 0x7F;
  if (length >= 126) {
    const auto more = read(length == 126 ? 2 : 8);
    length = 0;
    for (const char c : more) length = length << 8 | byte(c);
  }
  return {byte(head[0]) & 0x0F, read(length)};
}

std::string Client::read_payload(int opcode) {
  for (;;) {
    auto frame = read_frame();
    if (frame.opcode == opcode) return frame.payload;
    if (frame.opcode == 9) send_frame(10, frame.payload);
    if (frame.opcode == 8) throw std::runtime_error("the WebSocket was closed: " + frame.payload);
  }
}

void Client::send_frame(int opcode, std::string_view payload) {
  std::string out;
  out += static_cast<char>(0x80 | opcode);
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size());
  }
  out.append(4, '\0');  // a mask that changes nothing
  send(out += payload);
}

Answer get(int port, std::string_view path, std::string_view more) {
  Client client(port);
  client.get(path, more);
  return client.read_answer();
}

Answer post(int port, std::string_view path, std::string_view body, std::string_view more) {
  Client client(port);
  client.post(path, body, more);
  return client.read_answer();
}

}  // namespace np::test
