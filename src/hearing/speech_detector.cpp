#include "hearing/speech_detector.hpp"

#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/format.hpp"
#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/loop_gate.hpp"
#include "base/worker_thread.hpp"
#include "hearing/ear_sound.hpp"
#include "hearing/messages.hpp"
#include "hearing/speech_network.hpp"

namespace np {

namespace fs = std::filesystem;

struct SpeechDetector::Shared {
  explicit Shared(fs::path its_file)
      : file(std::move(its_file)),
        // An ear has at most one turn in the queue, so that their number bounds it.
        worker("hearing", std::numeric_limits<std::size_t>::max()) {}

  // Worker.
  void load() {
    try {
      network.emplace(file);
      return_free_memory();  // of the file
      settle({.ready = true});
    } catch (const std::exception& error) {
      log::warn(messages::kTalksAsUsual, error.what());
      settle({.detail = error.what()});
    }
  }

  void settle(Status now) {
    {
      const std::lock_guard lock(mutex);
      status = std::move(now);
    }
    settled.notify_all();
  }

  // Worker: it does not work any more, for anybody.
  void fail(const std::exception& why) {
    log::error("{}", why.what());
    network.reset();
    settle({.detail = messages::kHearingFailed});
  }

  const fs::path file;
  mutable std::mutex mutex;
  mutable std::condition_variable settled;
  Status status{.loading = true, .detail = messages::kHearingIsLoading};
  std::optional<SpeechNetwork> network;  // the worker's
  WorkerThread worker;
};

namespace {

class SharedEar final : public Ear {
 public:
  using Network = std::function<SpeechNetwork*()>;
  using Fail = std::function<void(const std::exception&)>;

  SharedEar(Loop& loop, WorkerThread& worker, Network network, Fail fail, OnHeard on_heard)
      : worker_(worker),
        inner_(std::make_shared<Inner>(loop, std::move(network), std::move(fail), std::move(on_heard))) {}
  ~SharedEar() override {
    reset();
    inner_->gate.close();
  }

  void hear(SoundPtr block) override {
    if (!block || block->samples.empty()) return;
    const std::lock_guard lock(inner_->mutex);
    inner_->sound.push(std::move(block));
    if (inner_->sound.enough() && !std::exchange(inner_->has_turn, true)) post_turn(worker_, inner_);
  }

  void reset() override {
    const std::lock_guard lock(inner_->mutex);
    inner_->sound.clear();
    ++inner_->programme;
  }

  Duration waiting() const override {
    const std::lock_guard lock(inner_->mutex);
    return inner_->sound.waiting();
  }

 private:
  // Turns share it and may outlive the ear.
  struct Inner {
    Inner(Loop& loop, Network its_network, Fail its_fail, OnHeard told)
        : gate(loop), network(std::move(its_network)), fail(std::move(its_fail)), on_heard(std::move(told)) {}

    LoopGate gate;
    const Network network;
    const Fail fail;
    const OnHeard on_heard;
    std::mutex mutex;
    WaitingSound sound;
    std::uint64_t programme = 0;
    bool has_turn = false;  // one is being taken or is in the worker's queue
    // The worker's.
    std::uint64_t heard_programme = 0;
    WindowMaker windows;
    SpeechNetwork::State state;
  };

  static void post_turn(WorkerThread& worker, const std::shared_ptr<Inner>& inner) {
    std::ignore = worker.post([&worker, inner] { take_turn(worker, inner); });
  }

  // Takes a quarter of a second of sound at most, then the other ears have their turn.
  static void take_turn(WorkerThread& worker, const std::shared_ptr<Inner>& inner) {
    std::unique_lock lock(inner->mutex);
    if (!inner->sound.enough()) {
      inner->has_turn = false;
      return;
    }
    const std::vector<SoundPtr> blocks = inner->sound.take();
    const std::uint64_t programme = inner->programme;
    lock.unlock();
    if (std::exchange(inner->heard_programme, programme) != programme) {
      inner->windows = {};
      inner->state = {};
    }
    for (const SoundPtr& block : blocks) {
      if (!inner->windows.goes_on_with(*block)) {
        judge(inner, programme);
        inner->windows = {};
        inner->state = {};
      }
      inner->windows.push(*block);
    }
    judge(inner, programme);
    post_turn(worker, inner);
  }

  static void judge(const std::shared_ptr<Inner>& inner, std::uint64_t programme) {
    const WindowMaker::Windows windows = inner->windows.take();
    SpeechNetwork* const network = inner->network();
    if (!network || windows.samples.empty()) return;
    try {
      inner->gate.post([inner, programme, heard = Heard{windows.from, network->run(inner->state, windows.samples)}] {
        // Only the loop's thread begins another programme.
        if (inner->programme == programme) inner->on_heard(heard);
      });
    } catch (const std::exception& error) {
      inner->fail(error);
    }
  }

  WorkerThread& worker_;
  const std::shared_ptr<Inner> inner_;
};

}  // namespace

SpeechDetector::SpeechDetector(fs::path file) : shared_(std::make_unique<Shared>(std::move(file))) {
  if (shared_->file.empty()) {
    log::warn(messages::kTalksAsUsual, messages::kHearingFileOff);
    shared_->settle({.detail = messages::kHearingFileOff});
  } else {
    std::ignore = shared_->worker.post([shared = shared_.get()] { shared->load(); });
  }
}

SpeechDetector::~SpeechDetector() = default;

std::unique_ptr<Ear> SpeechDetector::open_ear(Loop& loop, Ear::OnHeard on_heard) const {
  Shared* const shared = shared_.get();
  return std::make_unique<SharedEar>(
      loop, shared->worker, [shared] { return shared->network ? &*shared->network : nullptr; },
      [shared](const std::exception& why) { shared->fail(why); }, std::move(on_heard));
}

SpeechDetector::Status SpeechDetector::status() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->status;
}

void SpeechDetector::wait_loaded() const {
  std::unique_lock lock(shared_->mutex);
  shared_->settled.wait(lock, [this] { return !shared_->status.loading; });
}

fs::path hearing_file(std::string_view setting) {
  if (setting == "off") return {};
  if (!setting.empty()) return setting;
  constexpr const char* kPlace = "share/nerdpudding/silero_vad.onnx";
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path beside = folder / kPlace;
  return fs::exists(beside, error) ? beside : folder.parent_path() / kPlace;
}

void check_hearing(const fs::path& file) {
  if (!file.empty()) SpeechNetwork network(file);
}

}  // namespace np
