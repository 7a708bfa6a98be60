#include "models/pull_job.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "models/messages.hpp"
#include "models/progress.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPart = ".part";
constexpr int kDepth = 1;  // a model's vision part may be in a folder of its own

void for_each_part(const fs::path& folder, const std::function<void(const fs::path&)>& action) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it.depth() >= kDepth) it.disable_recursion_pending();
    if (it->path().native().ends_with(kPart)) found.push_back(it->path());
  }
  for (const fs::path& part : found) action(part);
}

// Those that no other process works on. A folder goes if that empties it; rmdir leaves a link, which people have made.
void remove_parts(const fs::path& folder) {
  std::error_code ignored;
  for_each_part(folder, [&](const fs::path& part) {
    const Descriptor file(open(part.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.get() < 0 || flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
    fs::remove(part, ignored);
    rmdir(part.parent_path().c_str());
  });
  rmdir(folder.c_str());
}

}  // namespace

struct PullJob::Shared {
  std::mutex mutex;
  bool checking = false;
  std::uint64_t before = 0, done = 0, total = 0;  // `before`: files that are complete
  std::uint64_t current = 0;                      // bytes of the file that comes
  std::string file, note;
  SpeedMeter speed;

  void begin() {
    const std::lock_guard lock(mutex);
    checking = false;
    before = done = total = current = 0;
    file.clear();
    note.clear();
    speed = {};
  }
  void progress(const Progress& now) {
    const std::lock_guard lock(mutex);
    if (now.name != file) before += std::exchange(current, now.total);
    file = now.name;
    checking = now.stage == Progress::Stage::kChecking;
    done = before + now.done;
    speed.add(Clock::now(), now);
    if (!checking) note.clear();
  }
};

PullJob::PullJob(Loop& loop, fs::path folder, Environment environment)
    : loop_(loop),
      folder_(std::move(folder)),
      environment_(std::move(environment)),
      shared_(std::make_unique<Shared>()) {}

PullJob::~PullJob() { stop_.request_stop(); }

std::expected<void, Error> PullJob::start(const std::string& name, const std::string& quant) try {
  const CatalogModel& model = find_model(name);
  if (folder_.empty()) return std::unexpected(Error(ErrorKind::kConflict, messages::kNoModelsFolder));
  if (now_ && now_->state == PullReport::State::kRunning)
    return std::unexpected(Error(ErrorKind::kConflict, messages::kPullRuns));
  stop_ = std::stop_source();
  shared_->begin();
  const bool taken = worker_.post([this, &model, quant, stop = stop_.get_token()] { run(model, quant, stop); });
  if (!taken) return std::unexpected(Error(ErrorKind::kConflict, messages::kPullRuns));
  cancelled_ = false;
  now_ = PullReport{.model = model.name, .quant = quant, .note = {}};
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

std::expected<void, Error> PullJob::pause() {
  if (!now_ || now_->state != PullReport::State::kRunning)
    return std::unexpected(Error(ErrorKind::kConflict, messages::kNoPullRuns));
  stop_.request_stop();
  return {};
}

std::expected<void, Error> PullJob::cancel(const std::string& name) try {
  const CatalogModel& model = find_model(name);
  const bool own = now_ && now_->model == model.name;
  if (own && now_->state == PullReport::State::kRunning) {
    cancelled_ = true;
    stop_.request_stop();
  } else if (own) {
    now_.reset();
  }
  // The worker comes to this once it has stopped.
  if (!folder_.empty()) (void)worker_.post([folder = folder_ / model.name] { remove_parts(folder); });
  return {};
} catch (const Error& e) {
  return std::unexpected(e);
}

std::optional<PullReport> PullJob::report() const {
  if (!now_ || (cancelled_ && now_->state == PullReport::State::kRunning)) return std::nullopt;
  PullReport report = *now_;
  const std::lock_guard lock(shared_->mutex);
  report.checking = shared_->checking;
  report.done = shared_->done;
  report.total = shared_->total;
  if (report.state != PullReport::State::kRunning) return report;
  report.note = shared_->note;
  report.bytes_per_second = shared_->speed.bytes_per_second().value_or(0);
  return report;
}

void PullJob::run(const CatalogModel& model, const std::string& wanted, const std::stop_token& stop) {
  using State = PullReport::State;
  const auto end = [this](State state, std::string note) {
    loop_.post(alive_.guard([this, state, note = std::move(note)] { ended(state, note); }));
  };
  try {
    const fs::path folder = folder_ / model.name;
    std::string quant = wanted.empty() ? quant_so_far(folder, model) : wanted;
    if (quant.empty()) quant = model.usual_quant;
    log::info("Downloading {} ({}).", model.name, quant);
    Pull pull(hub_of(environment_),
              {.on_progress = [this](const Progress& progress) { shared_->progress(progress); },
               .on_note =
                   [this](const std::string& note) {
                     log::info("{}", note);
                     const std::lock_guard lock(shared_->mutex);
                     shared_->note = note;
                   },
               .on_plan =
                   [this](std::uint64_t bytes) {
                     const std::lock_guard lock(shared_->mutex);
                     shared_->total = bytes;
                   }},
              stop);
    const Pulled pulled = pull.run({.model = model, .quant = quant, .folder = folder});
    log::info("{} is there ({}).", model.name, byte_text(pulled.bytes));
    end(State::kDone, {});
  } catch (const Error& e) {
    if (stop.stop_requested()) return end(State::kPaused, {});
    log::warn("{}", e.message());
    end(State::kFailed, for_people(e));
  } catch (const std::exception& e) {
    log::error("A download failed: {}", e.what());
    end(State::kFailed, messages::kPullFailed);
  }
}

void PullJob::ended(PullReport::State state, std::string note) {
  if (std::exchange(cancelled_, false) && state != PullReport::State::kDone) {
    now_.reset();
    return;
  }
  now_->state = state;
  now_->note = std::move(note);
}

// Without this machine's paths and the command line's flags.
std::string PullJob::for_people(const Error& error) const {
  std::string text = error.message();
  const auto at = text.find(folder_.string());
  if (at == text.npos) return text;
  if (error.kind() == ErrorKind::kPermission) return messages::kNotWritable;
  const auto behind = std::min(text.find_first_of(" ;", at + folder_.string().size()), text.size());
  text.replace(at, behind - at, messages::kModelsFolder);
  if (at == 0) text.front() = static_cast<char>(std::toupper(text.front()));
  if (!text.contains("--to")) return text;
  const std::string fact = text.substr(0, text.find(';'));
  return text.contains("make room") ? np::format(messages::kMakeRoom, fact)
                                    : np::format(messages::kAnotherFolder, fact);
}

std::uint64_t PullJob::bytes_so_far(const fs::path& of_model) {
  std::uint64_t bytes = 0;
  for_each_part(of_model, [&](const fs::path& part) {
    std::error_code gone;
    if (const auto size = fs::file_size(part, gone); !gone) bytes += size;
  });
  return bytes;
}

std::string PullJob::quant_so_far(const fs::path& of_model, const CatalogModel& model) {
  std::string quant;
  for_each_part(of_model, [&](const fs::path& part) {
    const std::string name = part.filename().string();
    if (!name.starts_with(model.language_prefix)) return;
    const std::string rest = name.substr(model.language_prefix.size());
    if (const auto end = rest.find(".gguf."); end != rest.npos) quant = rest.substr(0, end);
  });
  return quant;
}

}  // namespace np
