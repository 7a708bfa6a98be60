// Wakes the one coroutine that waits for it: something may have changed, look again. I/O thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "base/clock.hpp"

namespace np::http {

class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor) : timer_(executor) {}

  void notify() {
    raised_ = true;
    timer_.cancel();
  }

  // Returns at once when notified since the last wait, else at the next notify() or at `deadline`.
  boost::asio::awaitable<void> wait(TimePoint deadline = TimePoint::max()) {
    if (!raised_) {
      boost::system::error_code ec;
      timer_.expires_at(deadline);
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    }
    raised_ = false;
  }

 private:
  boost::asio::steady_timer timer_;
  bool raised_ = false;
};

}  // namespace np::http
