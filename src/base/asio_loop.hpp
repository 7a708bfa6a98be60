// The real Loop: one io_context, run by the thread that calls run().
#pragma once

#include <memory>

#include "base/loop.hpp"

namespace boost::asio {
class io_context;
}

namespace np {

class AsioLoop final : public Loop {
 public:
  AsioLoop();
  ~AsioLoop() override;

  TimePoint now() const override { return Clock::now(); }
  void post(Task task) override;
  [[nodiscard]] Timer after(Duration delay, Task task) override;

  // Blocks until stop(); may be called again. Exceptions from tasks pass through.
  void run();
  // Any thread.
  void stop();
  boost::asio::io_context& io();

 private:
  struct Pending;
  std::unique_ptr<boost::asio::io_context> io_;
};

}  // namespace np
