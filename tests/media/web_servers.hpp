// What the tests of http:// addresses share: programs that serve, and runs of a source against them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "media/clips.hpp"
#include "media/source_run.hpp"
#include "messages.hpp"
#include "servers/scripted_server.hpp"
#include "source/messages.hpp"

namespace np::test {

using std::string;
using std::string_view;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::_;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

inline constexpr Demand kAll{.frames = true, .pictures = true};

inline SourceOptions within(Duration open_timeout) {
  SourceOptions options;
  options.open_timeout = open_timeout;
  return options;
}

// A program of somebody else's, gone with the test.
class Program {
 public:
  explicit Program(std::vector<string> arguments) {
    std::vector<char*> argv;
    for (string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      execvp(argv[0], argv.data());
      _exit(127);
    }
  }
  ~Program() { stop(); }
  Program(const Program&) = delete;
  void stop() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(std::exchange(pid_, 0), nullptr, 0);
  }

 private:
  pid_t pid_ = 0;
};

// Not by a connection: that would be the one that ffmpeg serves.
inline bool wait_listening(int port) {
  const string wanted = np::format("0100007F:{:04X} 00000000:0000 0A", port);
  for (const TimePoint until = Clock::now() + seconds(20); Clock::now() < until;) {
    if (read_file("/proc/net/tcp").contains(wanted)) return true;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return false;
}

// Less than the patience with a server that does not answer (2.5 to 8 s), and enough for a busy machine.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr Duration kPrompt = seconds(5);  // to read the authorities' certificates takes that long
#else
inline constexpr Duration kPrompt = seconds(2);
#endif

inline Duration how_long(const std::function<void()>& f) {
  const TimePoint begun = Clock::now();
  f();
  return Clock::now() - begun;
}

inline Error why_not(const string& url, SourceOptions options = within(seconds(8))) {
  SourceRun run(url, options, kAll);
  run.start();
  if (!run.wait_end()) return Error(ErrorKind::kInternal, run.info ? "it opened" : "nothing came");
  const string message = run.ended->message();
  std::cout << message << "\n";
  EXPECT_TRUE(message.ends_with(".")) << message;
  EXPECT_THAT(message, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("gst")), Not(HasSubstr("\n"))));
  return *run.ended;
}

inline std::size_t pictures_of(SourceRun& run) { return run.recorder.pictures().size(); }
// Those that a busy machine does not make in time count as well.
inline std::size_t pictures_given_by(SourceRun& run) { return run.source().pulse().pictures; }

inline bool wait_pictures(SourceRun& run, std::size_t count, Duration limit = seconds(20)) {
  return run.wait([&] { return pictures_of(run) >= count || run.ended; }, limit) && pictures_of(run) >= count;
}

}  // namespace np::test
