// A real HttpServer on a free port with a fake show, its loop on a thread of its own.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "base/asio_loop.hpp"
#include "http/server/server.hpp"
#include "unit/http/fake_show.hpp"

namespace np::test {

class Served {
 public:
  explicit Served(ServerOptions options = {}) {
    options.port = 0;
    server_ = std::make_unique<HttpServer>(loop_, house_, show_, std::move(options));
    port_ = server_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Served() { stop(); }

  int port() const { return port_; }
  std::string url() const { return server_->url(); }
  // Ends the loop, then the server, as the app does it. The show is still there.
  FakeShow& stop() {
    if (thread_.joinable()) {
      loop_.stop();
      thread_.join();
      server_.reset();
    }
    return show_;
  }

  // Not while the loop uses it: before a request, or on the loop.
  FakeHouse& house() { return house_; }

  // Runs `f` on the loop and waits for it.
  template <typename F>
  std::invoke_result_t<F, FakeShow&> on_loop(F f) {
    std::packaged_task<std::invoke_result_t<F, FakeShow&>()> task([&] { return f(show_); });
    auto result = task.get_future();
    loop_.post([&task] { task(); });
    return result.get();
  }
  // Waits until `condition` holds on the loop; looks again after each thing that the loop does.
  bool wait_for(std::function<bool(FakeShow&)> condition) {
    const auto limit = Clock::now() + std::chrono::seconds(10);
    while (!on_loop(condition)) {
      if (Clock::now() > limit) return false;
      std::this_thread::yield();
    }
    return true;
  }

 private:
  AsioLoop loop_;
  FakeHouse house_;
  FakeShow show_{loop_};
  std::unique_ptr<HttpServer> server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace np::test
