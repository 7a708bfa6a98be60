#include "engine/llama/llama_engine.hpp"

#include <ggml.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/abandoned_thread.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/loop_gate.hpp"

namespace np {

namespace {

// Of a library that has failed so often in a row nothing is hoped for any more.
constexpr int kMostFailures = 3;

}  // namespace

struct LlamaEngine::Core {
  LlamaOptions options;
  LlamaChannelOptions show_options;
  std::string model_path, projector_path;
  std::atomic<bool> stop = false;
  std::atomic<double> progress = 0;

  std::mutex mutex;
  std::condition_variable wake;
  bool woken = false;
  bool finished = false;
  std::condition_variable gone;
  std::vector<std::shared_ptr<LlamaChannel>> shows;
  std::thread thread;
  // Set by the thread.
  bool ready = false;
  std::string name, where, failure;

  // The one whose thread is in the library, as that cannot say whom it lets down.
  static inline std::atomic<Core*> in_library = nullptr;

  void notify() {
    {
      std::lock_guard lock(mutex);
      woken = true;
    }
    wake.notify_one();
  }

  // A device that was taken away, or has crashed, makes some of the library's backends throw, others end the process:
  // the thread that would do so sleeps instead, for the rest of the process goes on without it.
  static void sleep_for_good(const char* message) {
    log::error("The model's library gave up: {}", message);
    Core* core = in_library;
    if (!core) return;
    core->lose();
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }

  void lose() {
    const std::string why = "The model's device has failed: start the server again to use it.";
    log::error("{}", why);
    std::vector<std::shared_ptr<LlamaChannel>> all;
    {
      std::lock_guard lock(mutex);
      ready = false;
      failure = why;
      all = shows;
    }
    for (const auto& show : all) show->lose(Error(ErrorKind::kUnavailable, "The model was lost before it had answered."));
  }

  void run() {
    in_library = this;
    ggml_set_abort_callback(sleep_for_good);
    std::unique_ptr<LlamaModel> model = load();
    while (model && !stop) {
      bool more = false;
      std::optional<TimePoint> next;
      for (const auto& show : current_shows()) {
        more |= show->work(*model);
        if (show->failures() > kMostFailures) {
          lose();
          (void)model.release();  // what its device is gone for cannot be taken down either
          abandon_thread();
          return;
        }
        if (const auto at = show->next_work()) next = std::min(next.value_or(*at), *at);
      }
      if (more) continue;
      std::unique_lock lock(mutex);
      const auto due = [this] { return woken || stop; };
      if (next)
        wake.wait_until(lock, *next, due);
      else
        wake.wait(lock, due);
      woken = false;
    }
    current_shows(true);
    model.reset();
    in_library = nullptr;
  }

  // The closed ones are let go here, on the thread that their contexts belong to.
  std::vector<std::shared_ptr<LlamaChannel>> current_shows(bool none = false) {
    std::lock_guard lock(mutex);
    std::erase_if(shows, [&](const auto& show) { return none || show->closed(); });
    return shows;
  }

  std::unique_ptr<LlamaModel> load() {
    const auto fail = [this](const std::string& why) {
      if (stop) return;
      log::warn("{}", why);
      std::lock_guard lock(mutex);
      failure = why;
    };
    try {
      const TimePoint began = Clock::now();
      options.files = find_model_files(model_path, projector_path);
      log::info("Loading the model \"{}\".", options.files.model.filename().string());
      int told = 0;
      auto model = std::make_unique<LlamaModel>(options, [&](double part) {
        progress = part;
        if (const int tenth = static_cast<int>(part * 4) * 25;
            tenth > std::exchange(told, std::max(told, tenth)) && tenth < 100)
          log::info("Loading the model: {} %.", tenth);
        return !stop;
      });
      log::info("The model is ready after {:.1f} s: {} on {}.", to_seconds(Clock::now() - began), model->facts().name,
                model->where());
      std::lock_guard lock(mutex);
      name = model->facts().name;
      where =
          np::format("{}; {:.1f} GB of weights", model->where(), static_cast<double>(model->facts().bytes) / (1 << 30));
      ready = true;
      return model;
    } catch (const Error& e) {
      fail(e.message());
    } catch (const std::exception& e) {
      log::error("Loading the model failed: {}", e.what());
      fail("The model cannot be loaded; the log says more.");
    }
    return nullptr;
  }
};

namespace {

class LlamaSession final : public EngineSession {
 public:
  LlamaSession(Loop& loop, std::shared_ptr<LlamaEngine::Core> core, std::shared_ptr<LlamaChannel> show)
      : way_(std::make_shared<LoopGate>(loop)), core_(std::move(core)), show_(std::move(show)) {}
  ~LlamaSession() override {
    way_->close();
    show_->close();
    core_->notify();
  }

  void observe(FramePtr frame) override {
    show_->observe(std::move(frame));
    core_->notify();
  }
  void expect(const Outlook& outlook) override {
    show_->expect(outlook);
    core_->notify();
  }

  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override {
    cancel();
    on_piece_ = std::move(on_piece);
    on_done_ = std::move(on_done);
    auto piece = answers_.guard([this](std::string text) {
      const PieceFn on_piece = on_piece_;  // it may cancel
      on_piece(std::move(text));
    });
    auto done = answers_.guard([this](std::expected<void, Error> outcome) {
      on_piece_ = nullptr;
      std::exchange(on_done_, nullptr)(std::move(outcome));
    });
    {
      std::lock_guard lock(core_->mutex);
      if (!core_->ready) {
        const std::string why = core_->failure.empty() ? "The model is still loading." : core_->failure;
        way_->post([done, why]() mutable { done(std::unexpected(Error(ErrorKind::kUnavailable, why))); });
        return;
      }
    }
    show_->ask({std::move(request),
                [way = way_, piece](std::string text) {
                  way->post([piece, text = std::move(text)]() mutable { piece(std::move(text)); });
                },
                [way = way_, done](std::expected<void, Error> outcome) {
                  way->post([done, outcome = std::move(outcome)]() mutable { done(std::move(outcome)); });
                }});
    core_->notify();
  }

  void cancel() override {
    show_->cancel();
    answers_.renew();
    on_piece_ = nullptr;
    on_done_ = nullptr;
  }
  void reset() override {
    cancel();
    show_->reset();
    core_->notify();
  }

 private:
  const std::shared_ptr<LoopGate> way_;
  std::shared_ptr<LlamaEngine::Core> core_;
  std::shared_ptr<LlamaChannel> show_;
  PieceFn on_piece_;
  DoneFn on_done_;
  Lifetime answers_;
};

}  // namespace

LlamaEngine::LlamaEngine(std::string model_path, std::string projector_path, LlamaOptions options,
                         LlamaChannelOptions show)
    : core_(std::make_shared<Core>()) {
  core_->options = std::move(options);
  core_->show_options = std::move(show);
  core_->model_path = std::move(model_path);
  core_->projector_path = std::move(projector_path);
  core_->thread = std::thread([core = core_] {
    core->run();
    std::lock_guard lock(core->mutex);
    core->finished = true;
    core->gone.notify_all();
  });
}

LlamaEngine::~LlamaEngine() {
  // Sessions are gone, so whatever is under way has been told to stop.
  constexpr Duration kPatience = std::chrono::milliseconds(500);
  core_->stop = true;
  core_->notify();
  std::unique_lock lock(core_->mutex);
  const bool finished = core_->gone.wait_for(lock, kPatience, [this] { return core_->finished; });
  lock.unlock();
  if (finished) {
    core_->thread.join();
  } else {
    core_->thread.detach();
    abandon_thread();
  }
}

std::unique_ptr<EngineSession> LlamaEngine::open_session(Loop& loop) {
  auto show = std::make_shared<LlamaChannel>(core_->show_options);
  {
    std::lock_guard lock(core_->mutex);
    core_->shows.push_back(show);
  }
  return std::make_unique<LlamaSession>(loop, core_, std::move(show));
}

EngineStatus LlamaEngine::status() const {
  EngineStatus s{.kind = "llama"};
  LlamaPace pace;
  std::lock_guard lock(core_->mutex);
  for (const auto& show : core_->shows) pace = show->pace();
  s.ready = s.model_loaded = core_->ready;
  s.starting = !core_->ready && core_->failure.empty();
  s.name = core_->ready ? core_->name : "MiniCPM-o";
  if (core_->ready) {
    s.detail = np::format("{} runs on {}", core_->name, core_->where);
    if (pace.encode_s > 0) s.detail += np::format("; a frame takes {:.0f} ms", pace.encode_s * 1000);
    if (pace.tokens_per_s > 0) s.detail += np::format(", {:.0f} tokens a second are written", pace.tokens_per_s);
    s.detail += '.';
  } else if (!core_->failure.empty()) {
    s.detail = core_->failure;
  } else {
    s.detail = np::format("The model is loading: {:.0f} %.", core_->progress * 100);
  }
  return s;
}

FrameLimit LlamaEngine::frame_limit() const {
  switch (core_->options.slices) {
    case 1: return {768, 768};
    case 2: return {1024, 1024};
    default: return {1280, 1280};
  }
}

}  // namespace np
