#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <mutex>

#include "app/app.hpp"
#include "base/log.hpp"
#include "base/stop_signals.hpp"
#include "cli/banner.hpp"
#include "cli/browser.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"

namespace np::command {
namespace {

constexpr std::chrono::milliseconds kStopLimit(1500);  // all told 2 s, on a busy machine too

void greet(const Greeting& greeting) {
  if (!log::enabled(log::Level::kInfo)) return;
  if (const auto width = terminal_width(STDERR_FILENO)) {
    // Not by std::cerr, which is silent while a network loads.
    std::fputs(banner(greeting, *width, shows_utf8()).c_str(), stderr);
    return;
  }
  for (const std::string& line : banner_lines(greeting)) log::info("{}", line);
}

}  // namespace

void serve(Loaded loaded, bool open) {
  App* running = nullptr;
  std::mutex mutex;
  bool stopped = false;
  const StopSignals signals(
      [&] {
        log::info("Stopping.");
        std::lock_guard lock(mutex);
        stopped = true;
        if (running) running->quit();
      },
      kStopLimit);
  App app(std::move(loaded));
  {
    std::lock_guard lock(mutex);
    running = &app;
    if (stopped) return;
  }
  const Greeting greeting = app.greeting();
  greet(greeting);
  // Everybody on this machine can see a command's arguments, so people type the token themselves.
  if (open)
    if (const auto why_not = open_in_browser(without_token(greeting.addresses.front()))) log::warn("{}", *why_not);
  app.run();
  std::lock_guard lock(mutex);
  running = nullptr;
}

}  // namespace np::command
