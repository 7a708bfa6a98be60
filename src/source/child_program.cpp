#include "source/child_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "base/format.hpp"

namespace np {
namespace {

constexpr std::size_t kMostErrors = 4096;
constexpr std::array<std::string_view, 16> kPassedOn = {
    "PATH",       "HOME",        "LANG",     "LC_ALL",   "TMPDIR",        "TZ",           "http_proxy", "https_proxy",
    "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "all_proxy",  "ALL_PROXY"};

struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw Error(ErrorKind::kUnavailable, "There is no pipe for another program.");
    read = ends[0];
    write = ends[1];
  }
  ~Pipe() {
    close_end(read);
    close_end(write);
  }
  Pipe(const Pipe&) = delete;

  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment() {
  std::vector<std::string> out;
  for (const std::string_view name : kPassedOn)
    if (const char* value = std::getenv(std::string(name).c_str())) out.push_back(np::format("{}={}", name, value));
  return out;
}

// With all that it has started; waits until it is gone.
class Running {
 public:
  explicit Running(pid_t pid) : pid_(pid) {}
  ~Running() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  // A program that has closed its outputs may still run for ever.
  int wait_until(TimePoint deadline) {
    while (Clock::now() < deadline) {
      int status = 0;
      if (::waitpid(pid_, &status, WNOHANG) == pid_) {
        pid_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
      }
      ::poll(nullptr, 0, 2);
    }
    throw Error(ErrorKind::kTimeout, "It does not end.");
  }

 private:
  pid_t pid_;
};

pid_t spawn(std::vector<std::string>& words, int out, int err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, err, 2);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> variables = environment();
  pid_t pid = 0;
  const int failed = ::posix_spawnp(&pid, words[0].c_str(), &actions, &attributes, pointers_to(words).data(),
                                    pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failed == ENOENT) throw Error(ErrorKind::kNotFound, np::format("{} is not installed.", words[0]));
  if (failed != 0) throw Error(ErrorKind::kUnavailable, np::format("{} cannot be started.", words[0]));
  return pid;
}

// What is there to read; false at its end.
bool read_some(int fd, std::string& into) {
  char bytes[16384];
  const ssize_t got = ::read(fd, bytes, sizeof bytes);
  if (got > 0) into.append(bytes, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

ChildProgram::ChildProgram() : cancelled_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (cancelled_ < 0) throw Error(ErrorKind::kUnavailable, "There is no room for another program.");
}
ChildProgram::~ChildProgram() { ::close(cancelled_); }

bool ChildProgram::installed(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "/usr/bin:/bin";
  for (;;) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    std::error_code none;
    const auto file = std::filesystem::path(folder.empty() ? "." : folder) / name;
    if (std::filesystem::is_regular_file(file, none) && ::access(file.c_str(), X_OK) == 0) return true;
    if (folder.size() == rest.size()) return false;
    rest.remove_prefix(folder.size() + 1);
  }
}

ChildProgram::Answer ChildProgram::run(std::vector<std::string> words, Duration limit, std::size_t most) {
  const TimePoint deadline = Clock::now() + limit;
  Answer answer;
  Pipe output, errors;
  Running child(spawn(words, output.write, errors.write));
  Pipe::close_end(output.write);
  Pipe::close_end(errors.write);
  while (output.read >= 0 || errors.read >= 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) throw Error(ErrorKind::kTimeout, np::format("{} does not end.", words[0]));
    pollfd ends[] = {{cancelled_, POLLIN, 0}, {output.read, POLLIN, 0}, {errors.read, POLLIN, 0}};
    if (::poll(ends, 3, static_cast<int>(std::min<std::int64_t>(left, 60'000))) < 0 && errno != EINTR)
      throw Error(ErrorKind::kUnavailable, np::format("{} cannot be listened to.", words[0]));
    if (ends[0].revents) throw Error(ErrorKind::kUnavailable, np::format("{} is not needed any more.", words[0]));
    if (ends[1].revents && !read_some(output.read, answer.output)) Pipe::close_end(output.read);
    if (ends[2].revents && !read_some(errors.read, answer.errors)) Pipe::close_end(errors.read);
    if (answer.output.size() > most) throw Error(ErrorKind::kInvalid, np::format("{} says too much.", words[0]));
    if (answer.errors.size() > 2 * kMostErrors) answer.errors.erase(0, answer.errors.size() - kMostErrors);
  }
  answer.status = child.wait_until(deadline);
  return answer;
}

void ChildProgram::cancel() {
  const std::uint64_t one = 1;
  (void)!::write(cancelled_, &one, sizeof one);
}

}  // namespace np
