#include "cli/browser.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "cli/messages.hpp"

namespace np {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

// In a process of its own: becomes xdg-open, or writes why not. Nothing here allocates.
[[noreturn]] void become_opener(const char* address, int report) {
  setsid();
  // We block the signals that stop us. The browser must not inherit that.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  if (const int nothing = open("/dev/null", O_RDWR); nothing >= 0)
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, stream);
  execlp("xdg-open", "xdg-open", address, static_cast<char*>(nullptr));
  const int why = errno;
  [[maybe_unused]] const ssize_t told = write(report, &why, sizeof why);
  _exit(1);
}

}  // namespace

std::optional<std::string> open_in_browser(const std::string& address) {
  if (geteuid() == 0) return np::format(messages::kBrowserNotAsRoot, address);
  if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")) return np::format(messages::kNoDesktop, address);
  const auto failed = [&](int why) {
    const std::string reason = why == ENOENT ? "xdg-open is not installed" : std::generic_category().message(why);
    return np::format(messages::kNoBrowser, reason, address);
  };
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return failed(errno);
  const Descriptor report(ends[0]);
  pid_t child = -1;
  {
    const Descriptor other_end(ends[1]);
    child = fork();
    if (child < 0) return failed(errno);
    if (child == 0) {
      // Nobody has to wait for a grandchild.
      if (fork() == 0) become_opener(address.c_str(), other_end.get());
      _exit(0);
    }
  }
  waitpid(child, nullptr, 0);
  int why = 0;
  if (read(report.get(), &why, sizeof why) == sizeof why) return failed(why);
  return std::nullopt;
}

}  // namespace np
