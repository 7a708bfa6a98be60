#include "config/state_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/worker_thread.hpp"
#include "config/messages.hpp"
#include "config/presets.hpp"
#include "config/settings_table.hpp"
#include "config/small_file.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kMaxState = 64 * 1024;
constexpr const char* kFileName = "state.json";

struct Kept {
  const char* key;
  const char* setting;
  std::optional<std::string> State::* value;
};
constexpr Kept kKept[] = {
    {"source", "SOURCE", &State::source},
    {"instruction", "INSTRUCTION", &State::instruction},
    {"profile", "PROFILE", &State::profile},
    {"preset", "PRESET", &State::preset},
    {"voice", "VOICE", &State::voice},
    {"voice_speed", "VOICE_SPEED", &State::voice_speed},
};

std::optional<State> parse_state(const std::string& text) {
  boost::system::error_code error;
  const json::value document = json::parse(text, error);
  if (error || !document.is_object()) return std::nullopt;
  State state;
  for (const Kept& field : kKept) {
    const json::value* value = document.get_object().if_contains(field.key);
    if (!value) continue;
    if (!value->is_string()) return std::nullopt;
    state.*field.value = std::string(value->get_string());
  }
  return state;
}

std::string state_text(const State& state) {
  json::object document;
  for (const Kept& field : kKept) {
    if (const auto& value = state.*field.value) document[field.key] = *value;
  }
  return json::serialize(document) + "\n";
}

void check(bool done) {
  if (!done) throw std::system_error(errno, std::generic_category());
}

void write_all(const Descriptor& file, std::string_view bytes) {
  check(file.get() >= 0);
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
    check(n >= 0 || errno == EINTR);
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

// Either the old file or the new one is there, whatever happens in between. Throws std::system_error.
void replace_file(const fs::path& folder, const std::string& text) {
  std::error_code exists;
  if (!fs::is_directory(folder, exists)) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
  }
  std::string temporary = (folder / (std::string(kFileName) + ".XXXXXX")).string();
  try {
    const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
    write_all(file, text);
    check(fsync(file.get()) == 0);
    fs::rename(temporary, folder / kFileName);
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
  check(fsync(Descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)).get()) == 0);
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
    if (!state || state == written) return;
    try {
      replace_file(folder, state_text(*state));
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

  const fs::path folder;
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

void restore_state(Loaded& loaded, const State& state) {
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
