// An HTTP server on loopback that answers as a test says, byte for byte: whole answers, half ones, none. Each
// connection has a thread; the end of the server ends them.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/format.hpp"

namespace np::test {

struct Asked {
  std::string method;
  std::string path;
  std::string head;  // with the request line
  std::string body;

  bool has(std::string_view text) const { return head.contains(text) || body.contains(text); }
};

class Wire {
 public:
  explicit Wire(int fd) : fd_(fd) {}

  // False when the client has closed, or the server ends.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void answer(int status, std::string_view type, std::string_view body, std::string_view more = {}) {
    send(np::format("HTTP/1.1 {} X\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\r\n{}", status, type, body.size(),
                    more, body));
  }
  void begin_chunked(std::string_view type) {
    send(np::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\n\r\n", type));
  }
  void chunk(std::string_view bytes) { send(np::format("{:x}\r\n{}\r\n", bytes.size(), bytes)); }
  void end_chunked() { send("0\r\n\r\n"); }
  void event(std::string_view data) { chunk(np::format("data: {}\n\n", data)); }
  // Blocks until the client has gone.
  void wait_closed() {
    char byte;
    while (recv(fd_, &byte, 1, 0) > 0) {
    }
  }
  // The connection ends after this answer.
  void close() { shutdown(fd_, SHUT_RDWR); }

 private:
  int fd_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(const Asked& asked, Wire& wire)>;

  explicit ScriptedServer(Script script, int port = 0) : script_(std::move(script)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0)
      throw std::runtime_error("the scripted server cannot listen");
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~ScriptedServer() {
    stopped_ = true;
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      std::lock_guard lock(mutex_);
      for (const int fd : open_) shutdown(fd, SHUT_RDWR);
    }
    connections_.clear();
    ::close(listener_);
  }

  int port() const { return port_; }
  std::string place() const { return np::format("127.0.0.1:{}", port_); }
  std::string url() const { return "http://" + place(); }

  std::vector<Asked> asked(std::string_view path = {}) const {
    std::lock_guard lock(mutex_);
    std::vector<Asked> some;
    for (const Asked& one : asked_)
      if (path.empty() || one.path == path) some.push_back(one);
    return some;
  }
  // Blocks until so many requests for `path` have come in.
  void wait_asked(std::string_view path, std::size_t count) {
    std::unique_lock lock(mutex_);
    const auto enough = [&] {
      return static_cast<std::size_t>(std::ranges::count(asked_, path, &Asked::path)) >= count;
    };
    if (!changed_.wait_for(lock, std::chrono::seconds(20), enough))
      throw std::runtime_error("nobody asked the scripted server");
  }

 private:
  void accept_all() {
    while (!stopped_) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const int on = 1;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      std::lock_guard lock(mutex_);
      open_.push_back(fd);
      connections_.emplace_back([this, fd] { serve(fd); });
    }
  }

  void serve(int fd) {
    Wire wire(fd);
    std::string pending;
    while (!stopped_) {
      Asked asked;
      if (!read_until(fd, pending, "\r\n\r\n", asked.head)) break;
      asked.method = asked.head.substr(0, asked.head.find(' '));
      const std::size_t path = asked.method.size() + 1;
      asked.path = asked.head.substr(path, asked.head.find(' ', path) - path);
      std::size_t length = 0;
      if (const auto at = asked.head.find("Content-Length: "); at != std::string::npos)
        length = std::strtoul(asked.head.c_str() + at + 16, nullptr, 10);
      while (pending.size() < length)
        if (!fill(fd, pending)) break;
      asked.body = pending.substr(0, length);
      pending.erase(0, length);
      {
        std::lock_guard lock(mutex_);
        asked_.push_back(asked);
      }
      changed_.notify_all();
      script_(asked, wire);
    }
    std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    ::close(fd);
  }

  static bool fill(int fd, std::string& pending) {
    std::array<char, 65536> some;
    const ssize_t n = recv(fd, some.data(), some.size(), 0);
    if (n <= 0) return false;
    pending.append(some.data(), static_cast<std::size_t>(n));
    return true;
  }
  static bool read_until(int fd, std::string& pending, std::string_view end, std::string& out) {
    std::size_t at;
    while ((at = pending.find(end)) == std::string::npos)
      if (!fill(fd, pending)) return false;
    out = pending.substr(0, at + end.size());
    pending.erase(0, at + end.size());
    return true;
  }

  const Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopped_ = false;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Asked> asked_;
  std::vector<int> open_;
  std::list<std::jthread> connections_;
  std::thread acceptor_;
};

}  // namespace np::test
