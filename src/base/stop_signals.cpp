#include "base/stop_signals.hpp"

#include <unistd.h>

#include <csignal>
#include <ctime>
#include <utility>

#include "base/clock.hpp"
#include "base/log.hpp"

namespace np {
namespace {

sigset_t stop_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  // The kernel delivers a blocked signal even if it was set to be ignored.
  struct sigaction hang_up{};
  if (sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN) sigaddset(&set, SIGHUP);
  return set;
}

bool signal_came() {
  const sigset_t set = stop_set();
  const timespec look{.tv_sec = 0, .tv_nsec = 100'000'000};
  return sigtimedwait(&set, nullptr, &look) >= 0;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> on_stop, std::optional<std::chrono::milliseconds> limit) {
  const sigset_t set = stop_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  thread_ = std::jthread([on_stop = std::move(on_stop), limit](std::stop_token end) {
    while (!signal_came())
      if (end.stop_requested()) return;
    const TimePoint asked = Clock::now();
    on_stop();
    while (!limit || Clock::now() - asked < *limit) {
      if (signal_came()) _exit(130);
      if (end.stop_requested()) return;
    }
    log::warn("Something did not stop in time; ending without it.");
    _exit(0);
  });
}

StopSignals::~StopSignals() = default;

}  // namespace np
