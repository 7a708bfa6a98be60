#include "app/model_shelf.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "app/messages.hpp"
#include "app/model_fit.hpp"
#include "app/models_here.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "config/mask.hpp"
#include "engine/llama/model_files.hpp"
#include "engine/openai/found_servers.hpp"
#include "models/model_catalog.hpp"
#include "net/api_server.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

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

std::string model_file_of(const EyesChoice& eyes) {
  if (eyes.model_path.empty()) return {};
  std::string file = eyes.model_path;
  try {
    file = find_model_files(eyes.model_path, eyes.mmproj_path).model.string();
  } catch (const Error&) {  // the engine says so
  }
  std::error_code error;
  return fs::absolute(file, error).lexically_normal().string();
}

}  // namespace

ModelShelf::ModelShelf(Loop& loop, Eyes& eyes, const Loaded& loaded)
    : eyes_(eyes),
      folder_(loaded.settings.models_dir),
      places_(loaded.settings.model_servers),
      start_(eyes_of(loaded.settings)),
      start_file_(model_file_of(start_)),
      start_setting_(start_setting(loaded)),
      job_(loop, folder_, process_environment()),
      looks_(loop),
      searches_(loop) {}

ModelShelf::~ModelShelf() { http_.cancel(); }

EyesReport ModelShelf::told(const EyesChoice& eyes) const {
  if (eyes.built_in()) return {.kind = "eyes"};
  if (!eyes.urls.empty())
    return {.kind = "server",
            .name = ApiServer(eyes.urls.front(), "").shown,
            .url = mask_credentials(eyes.urls.front()),
            .model = eyes.model};
  const fs::path path = eyes.model_path;
  return {.kind = "file",
          .file = file_in(folder_, file_of(eyes)),
          .name = (path.has_filename() ? path : path.parent_path()).filename().string()};
}

void ModelShelf::report(ReportDone done) {
  const auto ticket = looks_.ask([](int) {},
                                 [this, done](std::expected<Shelf, Error> shelf) {
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
                                     if (eyes_.now() != start_)
                                       report.after_restart =
                                           np::format(messages::kComesBackAfterRestart, start_setting_);
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
  if (!looker_.post([this, ticket, at_work = file_of(eyes_.now())] {
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
  Shelf shelf{.models = models_here(folder_, devices)};
  if (folder_.empty()) return shelf;
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
  const bool plain = !folder_.empty() && file.is_relative() && parts == 2 && is_gguf_name(file) &&
                     !wish.file.contains('\0') &&
                     std::ranges::none_of(file, [](const fs::path& part) { return part == ".." || part == "."; });
  if (!plain) return std::unexpected(Error(ErrorKind::kInvalid, np::format(messages::kNoModelCalled, wish.file)));
  const std::string path = (folder_ / file).string();
  return eyes_.choose(path == start_file_ ? start_ : EyesChoice{.model_path = path});
}

}  // namespace np
