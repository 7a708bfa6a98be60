#include "models/pull.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <thread>
#include <utility>

#include "base/format.hpp"
#include "cli/commands.hpp"

namespace np::command {
namespace {

namespace fs = std::filesystem;

// The first SIGINT or SIGTERM stops, which may take as long as the disk needs; a second one ends the process. Made
// before any other thread, so that all inherit the blocked signals.
class Interrupt {
 public:
  Interrupt() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    thread_ = std::jthread([this](std::stop_token end) {
      for (int came = 0; !end.stop_requested();) {
        const timespec time{.tv_sec = 0, .tv_nsec = 100'000'000};
        if (sigtimedwait(&signals_, nullptr, &time) < 0) continue;
        if (++came == 2) _exit(130);
        stop_.request_stop();
      }
    });
  }

  std::stop_token token() const { return stop_.get_token(); }

 private:
  sigset_t signals_;
  std::stop_source stop_;
  std::jthread thread_;
};

// On a terminal one line that is written over, else a line every ten seconds. On standard error.
class ProgressPrinter {
 public:
  ~ProgressPrinter() { erase(); }

  void show(const Progress& progress) {
    const TimePoint now = Clock::now();
    speed_.add(now, progress);
    const bool complete = progress.done == progress.total;
    if (now < next_ && !(terminal_ && complete)) return;
    next_ = now + (terminal_ ? Duration(std::chrono::milliseconds(100)) : Duration(std::chrono::seconds(10)));
    const std::string line = progress_line(progress, speed_.bytes_per_second(), terminal_ ? width() - 1 : 0);
    std::cerr << (terminal_ ? "\r\x1b[K" : "") << line << (terminal_ ? "" : "\n") << std::flush;
    drawn_ = terminal_;
  }

  void say(const std::string& sentence) {
    erase();
    std::cerr << sentence << std::endl;
  }

  void erase() {
    if (std::exchange(drawn_, false)) std::cerr << "\r\x1b[K" << std::flush;
  }

 private:
  static int width() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  }

  const bool terminal_ = isatty(STDERR_FILENO);
  SpeedMeter speed_;
  TimePoint next_ = Clock::now() + (terminal_ ? Duration{} : Duration(std::chrono::seconds(10)));
  bool drawn_ = false;
};

// The specification of XDG: a relative path there does not count.
fs::path default_folder(const std::string& model, const SettingTexts& environment) {
  std::error_code error;
  if (fs::is_directory("models", error) && access("models", W_OK) == 0) return fs::path("models") / model;
  const auto absolute = [&](const char* name) {
    const auto found = environment.find(name);
    return found != environment.end() && found->second.starts_with('/') ? fs::path(found->second) : fs::path();
  };
  fs::path data = absolute("XDG_DATA_HOME");
  if (data.empty() && !absolute("HOME").empty()) data = absolute("HOME") / ".local/share";
  if (data.empty())
    throw Error(ErrorKind::kInvalid, "There is no home folder to put the model in; name a folder with --to.");
  return data / "nerdpudding/models" / model;
}

// Other quantisations in the folder: then the folder alone does not say which is meant.
bool is_alone(const fs::path& model_file) {
  std::error_code error;
  for (fs::directory_iterator it(model_file.parent_path(), error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".gguf" && it->path().filename() != model_file.filename()) return false;
  return true;
}

std::string for_shell(const fs::path& path) {
  const std::string text = path.string();
  if (text.find_first_of(" \t'\"\\$`&;()<>|*?[]#~!{}") == text.npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

void list(Pull& pull, const CatalogModel& model) {
  std::cout << np::format("{} (pull with --quant, default Q4_K_M):\n", model.name);
  for (const Quant& quant : pull.quants(model))
    std::cout << np::format("  {:<8} {:>8}\n", quant.name, byte_text(quant.language.bytes));
}

}  // namespace

void pull(const PullArguments& arguments) {
  const Interrupt interrupt;
  const SettingTexts environment = process_environment();
  const CatalogModel& model = find_model(arguments.model);
  ProgressPrinter printer;
  Pull pull(hub_of(environment),
            {.on_progress = [&](const Progress& progress) { printer.show(progress); },
             .on_note = [&](const std::string& sentence) { printer.say(sentence); }},
            interrupt.token());
  try {
    if (arguments.list) return list(pull, model);
    const fs::path folder =
        arguments.folder.empty() ? default_folder(model.name, environment) : fs::path(arguments.folder);
    const Pulled pulled = pull.run({.model = model.name,
                                    .quant = arguments.quant,
                                    .folder = folder,
                                    .verify = arguments.verify,
                                    .tries = arguments.tries});
    printer.erase();
    std::cout << np::format("{} {} in {} ({}). Run it with:\n  nerdpudding --model-path {}\n", model.name,
                            pulled.brought > 0 ? "is" : "was already", folder.string(), byte_text(pulled.bytes),
                            for_shell(is_alone(pulled.language) ? folder : pulled.language));
  } catch (const Error& e) {
    printer.erase();
    if (interrupt.token().stop_requested()) throw Interrupted(e.kind(), e.message());
    throw;
  }
}

}  // namespace np::command
