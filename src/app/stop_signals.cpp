#include "app/stop_signals.hpp"

#include <csignal>
#include <ctime>
#include <unistd.h>

#include "base/log.hpp"

namespace np {
namespace {

sigset_t stop_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

int wait_for_signal(std::chrono::milliseconds limit) {
  const sigset_t set = stop_set();
  const timespec time{limit.count() / 1000, limit.count() % 1000 * 1'000'000};
  return sigtimedwait(&set, nullptr, &time);
}

}  // namespace

StopSignals::StopSignals(std::function<void()> on_stop) {
  const sigset_t set = stop_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  thread_ = std::jthread([on_stop = std::move(on_stop)](std::stop_token stop) {
    using namespace std::chrono_literals;
    while (wait_for_signal(200ms) < 0)
      if (stop.stop_requested()) return;
    log::info("Stopping.");
    on_stop();
    for (int waited = 0; waited < 9; ++waited) {
      if (wait_for_signal(200ms) >= 0) _exit(130);
      if (stop.stop_requested()) return;
    }
    log::warn("Something did not stop in time; ending without it.");
    _exit(0);
  });
}

StopSignals::~StopSignals() = default;

}  // namespace np
