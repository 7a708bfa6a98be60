#include "models/pull.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/format.hpp"
#include "base/stop_signals.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"
#include "config/user_folder.hpp"

namespace np::command {
namespace {

namespace fs = std::filesystem;

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

fs::path default_folder(const std::string& model, const SettingTexts& environment) {
  std::error_code error;
  if (fs::is_directory("models", error) && access("models", W_OK) == 0) return fs::path("models") / model;
  const fs::path data = user_folder(environment, "XDG_DATA_HOME", ".local/share");
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
  std::stop_source interrupt;
  const StopSignals signals([&] { interrupt.request_stop(); }, std::nullopt);
  const SettingTexts environment = process_environment();
  const CatalogModel& model = find_model(arguments.model);
  ProgressPrinter printer;
  Pull pull(hub_of(environment),
            {.on_progress = [&](const Progress& progress) { printer.show(progress); },
             .on_note = [&](const std::string& sentence) { printer.say(sentence); }},
            interrupt.get_token());
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
    std::cout << np::format(messages::kModelPulled, model.name, pulled.brought > 0 ? "is" : messages::kPulledBefore,
                            folder.string(), byte_text(pulled.bytes),
                            for_shell(is_alone(pulled.language) ? folder : pulled.language));
  } catch (const Error& e) {
    printer.erase();
    if (interrupt.get_token().stop_requested()) throw Interrupted(e.kind(), e.message());
    throw;
  }
}

}  // namespace np::command
