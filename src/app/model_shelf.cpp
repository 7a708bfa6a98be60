#include "app/model_shelf.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "app/messages.hpp"
#include "app/model_fit.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "config/mask.hpp"
#include "engine/llama/model_files.hpp"
#include "engine/openai/found_servers.hpp"
#include "models/model_catalog.hpp"
#include "net/api_server.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFolders = 64, kMostFiles = 64;  // that are looked into, and in each of them

bool is_gguf(const fs::path& path) { return lower(path.extension().string()) == ".gguf"; }

// A language part with its vision part, in a folder of the folder for models.
struct Pair {
  fs::path model;
  std::uint64_t bytes = 0;
};

std::vector<fs::path> children(const fs::path& folder, std::size_t most, const auto& fits) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end && found.size() < most; it.increment(error))
    if (std::error_code gone; fits(*it, gone)) found.push_back(it->path());
  std::ranges::sort(found);
  return found;
}

// Where the vision part is missing or not plain, there is nothing to choose.
std::vector<Pair> pairs_in(const fs::path& folder) {
  std::vector<Pair> pairs;
  for (const fs::path& file : children(folder, kMostFiles, [](const fs::directory_entry& entry, std::error_code& gone) {
         return is_gguf(entry.path()) && entry.is_regular_file(gone);
       })) {
    const std::string name = file.filename().string();
    if (is_projector_name(file) || (name.contains("-of-") && !name.contains("-00001-of-"))) continue;
    try {
      const ModelFiles files = find_model_files(file.string(), "");
      std::error_code gone;
      const auto model = fs::file_size(files.model, gone);
      const auto projector = gone ? 0 : fs::file_size(files.projector, gone);
      if (!gone) pairs.push_back({file, model + projector});
    } catch (const Error& e) {
      log::debug("{} is not offered: {}", file.filename().string(), e.message());
    }
  }
  return pairs;
}

void tell_fit(ModelReport& model, std::span<const ComputeDevice> devices) {
  const Fit fit = fit_of(model.bytes, devices);
  model.fits = fit.where == Fit::Where::kGpu ? "gpu" : fit.where == Fit::Where::kMemory ? "memory" : "no";
  model.device = fit.device;
}

std::string name_of(PullReport::State state) {
  switch (state) {
    case PullReport::State::kRunning: return "running";
    case PullReport::State::kPaused: return "paused";
    case PullReport::State::kFailed: return "failed";
    case PullReport::State::kDone: return "done";
  }
  return "";
}

std::string start_setting(const Loaded& loaded) {
  if (loaded.given("ENGINE_URL")) return "ENGINE_URL";
  return loaded.given("MODEL_PATH") ? "MODEL_PATH" : "";
}

}  // namespace

ModelShelf::ModelShelf(Loop& loop, Eyes& eyes, const Loaded& loaded)
    : eyes_(eyes),
      folder_(loaded.settings.models_dir),
      places_(loaded.settings.model_servers),
      start_(eyes_of(loaded.settings)),
      start_setting_(start_setting(loaded)),
      job_(loop, folder_, process_environment()),
      looks_(loop),
      searches_(loop) {}

ModelShelf::~ModelShelf() { http_.cancel(); }

// A model's file in the folder for models, as people choose it: "qwen3-vl-2b/Qwen3VL-2B-Instruct-Q4_K_M.gguf".
std::string ModelShelf::file_of(const std::string& model_path) const {
  if (folder_.empty() || model_path.empty()) return {};
  const fs::path path = fs::path(model_path).lexically_relative(folder_);
  return path.empty() || path.native().starts_with("..") ? std::string() : path.string();
}

EyesReport ModelShelf::told(const EyesChoice& eyes) const {
  if (eyes.built_in()) return {.kind = "eyes"};
  if (!eyes.urls.empty())
    return {.kind = "server",
            .name = ApiServer(eyes.urls.front(), "").shown,
            .url = mask_credentials(eyes.urls.front()),
            .model = eyes.model};
  const fs::path path = eyes.model_path;
  return {.kind = "file",
          .file = file_of(eyes.model_path),
          .name = (path.has_filename() ? path : path.parent_path()).filename().string()};
}

void ModelShelf::report(ReportDone done) {
  const auto ticket = looks_.ask([](int) {}, [this, done](std::expected<Shelf, Error> shelf) {
    if (!shelf) return done(std::unexpected(shelf.error()));
    ModelsReport report;
    report.now = told(eyes_.now());
    report.stage = eyes_.stage() == Eyes::Stage::kSettled    ? "settled"
                   : eyes_.stage() == Eyes::Stage::kChecking ? "checking"
                                                             : "loading";
    if (eyes_.stage() != Eyes::Stage::kSettled) report.next = told(eyes_.next());
    report.problem = eyes_.problem();
    if (!start_setting_.empty()) {
      report.start = told(start_);
      if (eyes_.now() != start_) report.after_restart = np::format(messages::kComesBackAfterRestart, start_setting_);
    }
    report.models = std::move(shelf->models);
    report.free_bytes = shelf->free_bytes;
    if (const auto pull = job_.report())
      report.pull = ModelPullReport{.model = pull->model,
                                    .quant = pull->quant,
                                    .state = name_of(pull->state),
                                    .checking = pull->checking,
                                    .done = pull->done,
                                    .total = pull->total,
                                    .bytes_per_second = pull->bytes_per_second,
                                    .note = pull->note};
    done(std::move(report));
  });
  if (!looker_.post([this, ticket, at_work = eyes_.now().model_path] {
        if (!ticket.wanted()) return;
        try {
          ticket.finish(look(at_work));
        } catch (const std::exception& e) {
          log::error("The models here cannot be listed: {}", e.what());
          ticket.finish(std::unexpected(Error(ErrorKind::kInternal, messages::kEyesNotChecked)));
        }
      }))
    ticket.finish(std::unexpected(Error(ErrorKind::kUnavailable, messages::kTooManyLookUps)));
}

// On the worker.
ModelShelf::Shelf ModelShelf::look(const std::string& at_work) {
  if (const TimePoint now = Clock::now(); devices_.empty() || now - devices_at_ > kDevicesHold) {
    devices_ = compute_devices();
    devices_at_ = now;
  }
  // The memory of the model at work is free for the next one.
  std::vector<ComputeDevice> devices = devices_;
  std::error_code unknown;
  if (const auto bytes = fs::is_regular_file(at_work, unknown) ? fs::file_size(at_work, unknown) : 0; bytes && !unknown)
    for (ComputeDevice& device : devices)
      device.free_bytes = std::min(device.memory_bytes, device.free_bytes + memory_for_model(bytes));
  const std::string best = recommended_model(devices, std::thread::hardware_concurrency());

  Shelf shelf;
  for (const CatalogModel& one : catalog_models()) {
    ModelReport model{.name = one.name, .quant = one.usual_quant, .bytes = one.about_bytes};
    const fs::path folder = folder_ / one.name;
    if (!folder_.empty()) model.partial = PullJob::bytes_so_far(folder);
    // The usual quantisation, or whichever is there.
    for (const Pair& pair : folder_.empty() ? std::vector<Pair>() : pairs_in(folder)) {
      const std::string name = pair.model.stem().string();
      const bool usual = name == one.language_prefix + one.usual_quant;
      if (!name.starts_with(one.language_prefix) || (!model.file.empty() && !usual)) continue;
      model.file = file_of(pair.model.string());
      model.quant = name.substr(one.language_prefix.size());
      model.bytes = pair.bytes;
      model.exact = true;
    }
    model.recommended = one.name == best;
    tell_fit(model, devices);
    shelf.models.push_back(std::move(model));
  }
  if (folder_.empty()) return shelf;

  const auto listed = [&](const std::string& file) {
    return std::ranges::any_of(shelf.models, [&](const ModelReport& one) { return one.file == file; });
  };
  for (const fs::path& folder : children(
           folder_, kMostFolders,
           [](const fs::directory_entry& entry, std::error_code& gone) { return entry.is_directory(gone); }))
    for (const Pair& pair : pairs_in(folder)) {
      ModelReport model{.name = pair.model.stem().string(), .file = file_of(pair.model.string()), .bytes = pair.bytes, .exact = true};
      if (listed(model.file)) continue;
      tell_fit(model, devices);
      shelf.models.push_back(std::move(model));
    }
  fs::path place = folder_;
  while (!fs::exists(place, unknown) && place.has_relative_path()) place = place.parent_path();
  if (const fs::space_info space = fs::space(place, unknown); !unknown) shelf.free_bytes = space.available;
  return shelf;
}

void ModelShelf::servers(ServersDone done) {
  const auto ticket = searches_.ask([](int) {}, std::move(done));
  if (!searcher_.post([this, ticket] {
        if (!ticket.wanted()) return;
        std::vector<ModelServerReport> found;
        for (openai::FoundServer& one : openai::find_servers(http_, places_))
          found.push_back({std::move(one.name), std::move(one.url), std::move(one.models)});
        ticket.finish(std::move(found));
      }))
    ticket.finish(std::unexpected(Error(ErrorKind::kUnavailable, messages::kTooManyLookUps)));
}

bool ModelShelf::is_known_server(const std::string& url) const {
  return std::ranges::contains(places_, url) || std::ranges::contains(start_.urls, url);
}

std::expected<void, Error> ModelShelf::choose(const EyesWish& wish) {
  if (wish.use == "eyes") return eyes_.choose({});
  if (wish.use == "start") {
    if (start_setting_.empty()) return std::unexpected(Error(ErrorKind::kInvalid, messages::kNothingOfTheStart));
    return eyes_.choose(start_);
  }
  if (wish.use == "server") return eyes_.choose({.urls = {wish.url}, .model = wish.model, .key = wish.key});
  const fs::path file(wish.file);
  const auto parts = std::distance(file.begin(), file.end());
  const bool plain = !folder_.empty() && file.is_relative() && parts == 2 && is_gguf(file) && !wish.file.contains('\0') &&
                     std::ranges::none_of(file, [](const fs::path& part) { return part == ".." || part == "."; });
  if (!plain) return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kNoModelCalled, wish.file)));
  return eyes_.choose({.model_path = (folder_ / file).string()});
}

}  // namespace np
