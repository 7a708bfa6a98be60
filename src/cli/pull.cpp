#include "models/pull.hpp"

#include <filesystem>
#include <iostream>
#include <optional>
#include <span>
#include <stop_token>
#include <thread>

#include "app/model_fit.hpp"
#include "base/format.hpp"
#include "base/stop_signals.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"
#include "cli/model_fit.hpp"
#include "cli/shell_words.hpp"
#include "cli/status_line.hpp"
#include "engine/llama/llama_devices.hpp"
#include "engine/llama/model_files.hpp"

namespace np::command {
namespace {

namespace fs = std::filesystem;

// On a terminal one line that is written over, else a line every ten seconds. On standard error.
class ProgressPrinter {
 public:
  void show(const Progress& progress) {
    const TimePoint now = Clock::now();
    speed_.add(now, progress);
    const bool complete = progress.done == progress.total;
    const bool terminal = status_.on_terminal();
    if (now < next_ && !(terminal && complete)) return;
    next_ = now + (terminal ? Duration(std::chrono::milliseconds(100)) : Duration(std::chrono::seconds(10)));
    const std::string line = progress_line(progress, speed_.bytes_per_second(), terminal ? status_.width() : 0);
    if (terminal)
      status_.show(line);
    else
      std::cerr << line << std::endl;
  }

  void say(const std::string& sentence) {
    status_.erase();
    std::cerr << sentence << std::endl;
  }

  void erase() { status_.erase(); }

 private:
  StatusLine status_;
  SpeedMeter speed_;
  TimePoint next_ = Clock::now() + (status_.on_terminal() ? Duration{} : Duration(std::chrono::seconds(10)));
};

fs::path default_folder(const fs::path& folder, const std::string& model) {
  if (folder.empty())
    throw Error(ErrorKind::kInvalid, "There is no home folder to put the model in; name a folder with --to.");
  return folder / model;
}

// No name: all of the catalogue.
std::vector<CatalogModel> asked_for(const std::string& name) try {
  if (name.empty()) return {catalog_models().begin(), catalog_models().end()};
  if (auto model = model_of_repository(name)) return {std::move(*model)};
  return {find_model(name)};
} catch (const Error& e) {
  throw WrongUsage(e.message());
}

// Other quantisations in the folder: then the folder alone does not say which is meant.
bool is_alone(const fs::path& model_file) {
  std::error_code error;
  for (fs::directory_iterator it(model_file.parent_path(), error), end; !error && it != end; it.increment(error))
    if (is_gguf_name(*it) && !is_projector_name(*it) && it->path().filename() != model_file.filename()) return false;
  return true;
}

// The rows of one model's quantisations, or why the hub has none.
std::string rows_of(Pull& pull, const CatalogModel& model, std::span<const ComputeDevice> devices) try {
  std::string text;
  for (const Quant& quant : pull.quants(model))
    text += np::format("  {:<8} {:>8}  {}{}\n", quant.name, byte_text(quant.bytes), where_it_fits(quant.bytes, devices),
                       quant.name == model.usual_quant ? " (default)" : "");
  return text;
} catch (const Error& e) {
  if (e.kind() != ErrorKind::kNotFound && e.kind() != ErrorKind::kPermission) throw;
  return "  " + e.message() + "\n";
}

// Nothing is printed if the hub does not answer.
void list(Pull& pull, std::span<const CatalogModel> models) {
  const std::vector<ComputeDevice> devices = compute_devices();
  std::string text;
  for (const CatalogModel& model : models) text += model.name + "\n" + rows_of(pull, model, devices);
  const std::string best = models.size() > 1 ? recommended_model(devices, std::thread::hardware_concurrency()) : "";
  const CatalogModel& one = best.empty() ? models.front() : find_model(best);
  std::cout << text << np::format(messages::kPullOne, one.name, one.usual_quant);
}

// Without the hub, the sizes are estimates.
void list_all(Pull& pull, std::span<const CatalogModel> all, const fs::path& models_dir,
              const std::stop_token& stop) try {
  list(pull, all);
} catch (const Error& e) {
  if (stop.stop_requested()) throw;
  models(models_dir);
  std::cerr << np::format(messages::kSizesAreEstimates, e.message()) << std::endl;
}

}  // namespace

void pull(const PullArguments& arguments) {
  std::stop_source interrupt;
  const StopSignals signals([&] { interrupt.request_stop(); }, std::nullopt);
  const SettingTexts environment = process_environment();
  const std::vector<CatalogModel> models = asked_for(arguments.model);
  const CatalogModel& model = models.front();
  ProgressPrinter printer;
  Pull pull(hub_of(environment),
            {.on_progress = [&](const Progress& progress) { printer.show(progress); },
             .on_note = [&](const std::string& sentence) { printer.say(sentence); }},
            interrupt.get_token());
  try {
    if (arguments.model.empty()) return list_all(pull, models, arguments.models_dir, interrupt.get_token());
    if (arguments.list) return list(pull, models);
    const fs::path folder =
        arguments.folder.empty() ? default_folder(arguments.models_dir, model.name) : fs::path(arguments.folder);
    const Pulled pulled = pull.run({.model = model,
                                    .quant = arguments.quant.empty() ? model.usual_quant : arguments.quant,
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
