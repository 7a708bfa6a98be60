#include "base/asio_loop.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace np {

namespace asio = boost::asio;

struct AsioLoop::Pending final : Timer::Entry {
  Pending(asio::io_context& io, Duration delay, Task t) : timer(io, delay), task(std::move(t)) {}
  void cancel() override {
    task = nullptr;
    timer.cancel();
  }
  asio::steady_timer timer;
  Task task;
};

AsioLoop::AsioLoop() : io_(std::make_unique<asio::io_context>(1)) {}
AsioLoop::~AsioLoop() = default;

void AsioLoop::post(Task task) { asio::post(*io_, std::move(task)); }

Timer AsioLoop::after(Duration delay, Task task) {
  auto pending = std::make_shared<Pending>(*io_, delay, std::move(task));
  pending->timer.async_wait([pending](const boost::system::error_code& ec) {
    if (!ec && pending->task) std::exchange(pending->task, nullptr)();
  });
  return Timer(pending);
}

void AsioLoop::run() {
  {
    const auto work = asio::make_work_guard(*io_);
    io_->run();
  }
  // Not earlier: the last guard to go stops the context again.
  io_->restart();
}

void AsioLoop::stop() { io_->stop(); }
asio::io_context& AsioLoop::io() { return *io_; }

}  // namespace np
