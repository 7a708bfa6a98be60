#include "config/state_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "base/kept_file.hpp"
#include "base/log.hpp"
#include "base/small_file.hpp"
#include "base/worker_thread.hpp"
#include "config/messages.hpp"
#include "config/presets.hpp"
#include "config/settings_table.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kMaxState = 64 * 1024;
constexpr const char* kFileName = "state.json";
constexpr const char* kMarkName = "opening";

struct Kept {
  const char* key;
  const char* setting;
  std::optional<std::string> State::* value;
};
constexpr Kept kKept[] = {
    {"source", "SOURCE", &State::source},
    {"loop", "LOOP", &State::loop},
    {"instruction", "INSTRUCTION", &State::instruction},
    {"profile", "PROFILE", &State::profile},
    {"context", "CONTEXT", &State::context},
    {"preset", "PRESET", &State::preset},
    {"voice", "VOICE", &State::voice},
    {"voice_speed", "VOICE_SPEED", &State::voice_speed},
};
constexpr Kept kEyes[] = {
    {"model_path", "MODEL_PATH", &State::model_path},
    {"mmproj_path", "MMPROJ_PATH", &State::mmproj_path},
    {"engine_url", "ENGINE_URL", &State::engine_url},
    {"engine_model", "ENGINE_MODEL", &State::engine_model},
    {"engine_api_key", "ENGINE_API_KEY", &State::engine_api_key},
};

void for_each_kept(const auto& action) {
  for (const Kept& field : kKept) action(field);
  for (const Kept& field : kEyes) action(field);
}

std::optional<State> parse_state(const std::string& text) {
  boost::system::error_code error;
  const json::value document = json::parse(text, error);
  if (error || !document.is_object()) return std::nullopt;
  State state;
  bool damaged = false;
  for_each_kept([&](const Kept& field) {
    const json::value* value = document.get_object().if_contains(field.key);
    if (!value) return;
    damaged |= !value->is_string();
    if (!damaged) state.*field.value = std::string(value->get_string());
  });
  if (damaged) return std::nullopt;
  return state;
}

std::string state_text(const State& state) {
  json::object document;
  for_each_kept([&](const Kept& field) {
    if (const auto& value = state.*field.value) document[field.key] = *value;
  });
  return json::serialize(document) + "\n";
}

}  // namespace

struct StateFile::Impl {
  explicit Impl(fs::path where) : folder(std::move(where)), worker(std::in_place, "state", 1) {}
  ~Impl() {
    worker.reset();
    write_pending();
  }

  // One thread at a time: the worker's, and at the end the owner's.
  void write_pending() {
    std::optional<State> state;
    {
      std::lock_guard lock(mutex);
      state.swap(pending);
    }
    write_mark();
    if (!state || state == written) return;
    try {
      write_kept_file(folder, kFileName, state_text(*state));
      written = std::move(state);
      failing = false;
    } catch (const std::system_error& e) {
      if (!std::exchange(failing, true)) {
        log::warn(
            "What is set is not kept over restarts ({}): set STATE_DIR to a folder that can be written, or to off.",
            e.code().message());
      }
    }
  }

  void write_mark() {
    if (marked == opening) return;
    marked = opening;
    const fs::path mark = folder / kMarkName;
    if (!marked) {
      unlink(mark.c_str());
      return;
    }
    try {
      make_kept_folder(folder);
      Descriptor(open(mark.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    } catch (const std::system_error&) {
      return;  // nothing is kept then, so nothing may open by itself
    }
  }

  const fs::path folder;
  std::atomic<bool> opening{false};
  bool marked = false;  // in the folder
  std::mutex mutex;
  std::optional<State> pending;
  std::optional<State> written;
  bool failing = false;
  std::optional<WorkerThread> worker;
};

StateFile::StateFile(fs::path folder) {
  if (!folder.empty()) impl_ = std::make_unique<Impl>(std::move(folder));
}
StateFile::~StateFile() = default;

State StateFile::load(std::vector<std::string>& warnings) const {
  if (!impl_) return {};
  const auto text = read_small_file(impl_->folder / kFileName, kMaxState);
  if (!text) {
    if (text.error().problem != FileProblem::kMissing) {
      warnings.push_back(np::format(messages::kStateUnreadable, kFileName, text.error().reason));
    }
    return {};
  }
  auto state = parse_state(*text);
  if (!state) {
    warnings.push_back(np::format(messages::kStateDamaged, kFileName));
    return {};
  }
  return std::move(*state);
}

void StateFile::save(State state) {
  if (!impl_) return;
  {
    std::lock_guard lock(impl_->mutex);
    impl_->pending = std::move(state);
  }
  // A full queue is fine: the task that waits there takes the newest.
  (void)impl_->worker->post([impl = impl_.get()] { impl->write_pending(); });
}

void StateFile::mark_opening(bool opening) {
  if (!impl_) return;
  impl_->opening = opening;
  (void)impl_->worker->post([impl = impl_.get()] { impl->write_pending(); });
}

bool StateFile::take_opening_mark() const { return impl_ && unlink((impl_->folder / kMarkName).c_str()) == 0; }

namespace {

void restore_eyes(Loaded& loaded, const State& state) {
  if (!state.model_path || loaded.given("MODEL_PATH") || loaded.given("ENGINE_URL")) return;
  Loaded changed = loaded;
  for (const Kept& field : kEyes) {
    const SettingRow& row = *find_setting(field.setting);
    if (!assign(changed.settings, row, (state.*field.value).value_or(""))) {
      loaded.warnings.push_back(
          np::format(messages::kOfLastRunNotUsed, field.key, np::format(messages::kItMustBe, allowed_text(row))));
      return;
    }
    changed.origins[field.setting] = Origin::kState;
  }
  loaded = std::move(changed);
}

}  // namespace

void restore_state(Loaded& loaded, const State& state) {
  restore_eyes(loaded, state);
  for (const Kept& field : kKept) {
    const auto& value = state.*field.value;
    if (!value || loaded.given(field.setting)) continue;
    const SettingRow& row = *find_setting(field.setting);
    Loaded changed = loaded;
    try {
      if (!assign(changed.settings, row, *value)) {
        throw Error(ErrorKind::kInvalid, np::format(messages::kItMustBe, allowed_text(row)));
      }
      if (field.value == &State::preset) apply_preset(changed, *value);
      changed.origins[field.setting] = Origin::kState;
      loaded = std::move(changed);
    } catch (const Error& e) {
      loaded.warnings.push_back(np::format(messages::kOfLastRunNotUsed, field.key, e.message()));
    }
  }
}

}  // namespace np
