#include "app/eyes.hpp"

#include <algorithm>
#include <utility>

#include "app/messages.hpp"
#include "app/parts.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "engine/llama/model_files.hpp"
#include "engine/openai/found_servers.hpp"
#include "engine/openai/probe.hpp"
#include "net/api_server.hpp"

namespace np {
namespace {

constexpr auto kProbeTakes = std::chrono::seconds(15);  // at most
constexpr auto kEndTakes = std::chrono::minutes(1);     // of a model in a library call; then its thread is left behind
constexpr std::size_t kMostNamed = 5;

void check_server(HttpClient& http, const EyesChoice& choice) {
  ApiServer server(choice.urls.front(), choice.key);
  server.url_setting = "the address";
  server.key_setting = "the key";
  server.model_setting = "the model's name";
  const openai::Probed found = openai::probe(http, server, choice.model, Clock::now() + kProbeTakes);
  if (choice.model.empty() || found.models.empty() || openai::has_model(found.models, choice.model)) return;
  std::string some;
  for (std::size_t i = 0; i < std::min(found.models.size(), kMostNamed); ++i)
    some += (some.empty() ? "" : ", ") + found.models[i];
  throw Error(ErrorKind::kNotFound, np::format(messages::kServerHasNoModel, server.name(), choice.model, some));
}

}  // namespace

EyesChoice eyes_of(const Settings& s) {
  if (!s.engine_url.empty()) return {.urls = s.engine_url, .model = s.engine_model, .key = s.engine_api_key};
  return {.model_path = s.model_path, .mmproj_path = s.mmproj_path};
}

Settings with_eyes(Settings settings, const EyesChoice& eyes) {
  settings.model_path = eyes.model_path;
  settings.mmproj_path = eyes.mmproj_path;
  settings.engine_url = eyes.urls;
  settings.engine_model = eyes.model;
  settings.engine_api_key = eyes.key;
  return settings;
}

Eyes::Eyes(Loop& loop, StandInEngine& engine, Settings settings, Keep keep)
    : loop_(loop), engine_(engine), settings_(std::move(settings)), keep_(std::move(keep)), now_(eyes_of(settings_)) {}

Eyes::~Eyes() {
  stop_ = true;
  http_.cancel();
}

std::expected<void, Error> Eyes::choose(EyesChoice next) {
  if (stage_ != Stage::kSettled && !next.built_in())
    return std::unexpected(Error(ErrorKind::kConflict, messages::kEyesChange));
  problem_.clear();
  going_back_ = false;
  next_ = std::move(next);
  ++number_;
  if (leaving_) return {};  // load() takes what is next then
  if (next_.built_in()) {
    change();
    return {};
  }
  stage_ = Stage::kChecking;
  const bool taken = worker_.post([this, choice = next_, number = number_] {
    std::optional<Error> problem = problem_of(choice);
    loop_.post(alive_.guard([this, number, problem = std::move(problem)] { checked(number, problem); }));
  });
  if (taken) return {};
  stage_ = Stage::kSettled;
  return std::unexpected(Error(ErrorKind::kConflict, messages::kEyesChange));
}

std::optional<Error> Eyes::problem_of(const EyesChoice& choice) try {
  if (choice.urls.empty())
    check_model_files(find_model_files(choice.model_path, choice.mmproj_path));
  else
    check_server(http_, choice);
  return std::nullopt;
} catch (const Error& e) {
  return e;
} catch (const std::exception& e) {
  log::error("A model could not be checked: {}", e.what());
  return Error(ErrorKind::kInternal, messages::kEyesNotChecked);
}

void Eyes::checked(std::uint64_t number, const std::optional<Error>& problem) {
  if (number != number_) return;
  if (!problem) return change();
  log::warn("{}", problem->message());
  problem_ = problem->message();
  settle();
}

// A model that leaves may hold a graphics card's memory until its thread has ended.
void Eyes::change() {
  stage_ = Stage::kLoading;
  again_.cancel();
  std::shared_ptr<Engine> old = engine_.replace(nullptr);
  if (!old) return load();
  leaving_ = true;
  const bool taken = worker_.post([this, old = std::move(old)]() mutable {
    const TimePoint until = Clock::now() + kEndTakes;
    while (!stop_ && Clock::now() < until && !old->wind_down(kLookAgain)) continue;
    old.reset();
    loop_.post(alive_.guard([this] { load(); }));
  });
  // The worker has room: one change is under way at a time.
  if (!taken) load();
}

void Eyes::load() {
  leaving_ = false;
  if (next_.built_in()) {
    now_ = next_;
    if (!going_back_) keep_(now_);
    return settle();
  }
  engine_.replace(make_model(with_eyes(settings_, next_)));
  look();
}

void Eyes::look() {
  const EngineStatus status = engine_.status();
  if (status.awaited.empty()) {
    now_ = next_;
    if (!going_back_) keep_(now_);
    return settle();
  }
  if (status.starting) {
    again_ = loop_.after(kLookAgain, [this] { look(); });
    return;
  }
  if (going_back_) return settle();
  problem_ = status.awaited;
  going_back_ = true;
  next_ = now_;
  change();
}

void Eyes::settle() {
  going_back_ = false;
  stage_ = Stage::kSettled;
}

}  // namespace np
