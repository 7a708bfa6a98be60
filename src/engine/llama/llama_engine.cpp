#include "engine/llama/llama_engine.hpp"

#include <ggml.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <ranges>
#include <thread>
#include <utility>

#include "base/abandoned_thread.hpp"
#include "base/answers.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

// A device that has failed more often in a row, and did nothing well in between for any channel, is lost.
constexpr int kMostDeviceFailures = 3;

// Nothing on a device that is gone can be taken down: it stays to the end of the process. Model thread.
void keep_for_good(std::shared_ptr<void> what) {
  static auto* const kept = new std::vector<std::shared_ptr<void>>;
  kept->push_back(std::move(what));
}

// Of the file or the folder.
std::string name_until_loaded(const std::filesystem::path& path) {
  const std::filesystem::path last = path.has_filename() ? path.filename() : path.parent_path().filename();
  return (last.extension() == ".gguf" ? last.stem() : last).string();
}

}  // namespace

struct LlamaEngine::Core {
  LlamaOptions options;
  LlamaChannelOptions channel_options;
  std::string model_path, projector_path;
  std::atomic<bool> stop = false;
  std::atomic<double> progress = 0;

  std::mutex mutex;
  std::condition_variable wake;
  bool woken = false;
  bool finished = false;
  std::condition_variable gone;
  std::vector<std::shared_ptr<LlamaChannel>> channels;
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
    const std::string why = messages::kDeviceHasFailed;
    log::error("{}", why);
    std::vector<std::shared_ptr<LlamaChannel>> all;
    {
      std::lock_guard lock(mutex);
      ready = false;
      failure = why;
      all = channels;
    }
    for (const auto& channel : all)
      channel->lose(Error(ErrorKind::kUnavailable, "The model was lost before it had answered."));
  }

  void run() {
    in_library = this;
    ggml_set_abort_callback(sleep_for_good);
    std::unique_ptr<LlamaModel> model = load();
    int device_failures = 0;
    while (model && !stop) {
      bool more = false;
      std::optional<TimePoint> next;
      for (const auto& channel : current_channels()) {
        const LlamaChannel::Worked worked = channel->work(*model);
        more |= worked != LlamaChannel::Worked::kNot;
        if (worked == LlamaChannel::Worked::kWell) device_failures = 0;
        if (worked == LlamaChannel::Worked::kFailed && ++device_failures > kMostDeviceFailures) {
          lose();
          for (const auto& lost : current_channels()) keep_for_good(lost);
          keep_for_good(std::move(model));
          abandon_thread();
          leave_library();
          return;
        }
        if (const auto at = channel->next_work()) next = std::min(next.value_or(*at), *at);
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
    current_channels(true);
    model.reset();
    leave_library();
  }

  // Another model may have begun meanwhile.
  void leave_library() {
    Core* self = this;
    in_library.compare_exchange_strong(self, nullptr);
  }

  // The closed ones are let go here, on the thread that their contexts belong to.
  std::vector<std::shared_ptr<LlamaChannel>> current_channels(bool none = false) {
    std::lock_guard lock(mutex);
    std::erase_if(channels, [&](const auto& channel) { return none || channel->closed(); });
    return channels;
  }

  LlamaPace pace() {
    std::lock_guard lock(mutex);
    return average(channels | std::views::transform(&LlamaChannel::pace) | std::ranges::to<std::vector>());
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
      log::info(messages::kModelIsReady, to_seconds(Clock::now() - began), model->facts().name, model->where());
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
  LlamaSession(Loop& loop, std::shared_ptr<LlamaEngine::Core> core, std::shared_ptr<LlamaChannel> channel)
      : answers_(loop), questions_(loop), core_(std::move(core)), channel_(std::move(channel)) {}
  ~LlamaSession() override {
    channel_->close();
    core_->notify();
  }

  void observe(FramePtr frame) override {
    channel_->observe(std::move(frame));
    core_->notify();
  }
  void expect(const Outlook& outlook) override {
    channel_->expect(outlook);
    core_->notify();
  }

  void comment(CommentRequest request, PieceFn on_piece, DoneFn on_done) override {
    cancel();
    const auto ticket = answers_.ask(std::move(on_piece), std::move(on_done));
    {
      std::lock_guard lock(core_->mutex);
      if (!core_->ready) {
        const std::string why = core_->failure.empty() ? "The model is still loading." : core_->failure;
        return ticket.finish(std::unexpected(Error(ErrorKind::kUnavailable, why)));
      }
    }
    channel_->ask({std::move(request), [ticket](std::string piece) { ticket.give(std::move(piece)); },
                   [ticket](std::expected<Answer, Error> outcome) { ticket.finish(std::move(outcome)); }});
    core_->notify();
  }

  void cancel() override {
    channel_->cancel();
    answers_.cancel();
    questions_.cancel();
  }
  bool takes_questions() const override { return true; }
  void ask(Question question, AnswerFn on_answer) override {
    drop_question();
    const auto text = std::make_shared<std::string>();
    const auto ticket = questions_.ask([text](std::string piece) { *text += piece; },
                                       [text, on_answer = std::move(on_answer)](std::expected<void, Error> end) {
                                         if (end)
                                           on_answer(std::move(*text));
                                         else
                                           on_answer(std::unexpected(std::move(end.error())));
                                       });
    channel_->ask({.request = {},
                   .give = [ticket](std::string piece) { ticket.give(std::move(piece)); },
                   .done =
                       [ticket](std::expected<Answer, Error> outcome) {
                         ticket.finish(outcome ? std::expected<void, Error>() : std::unexpected(outcome.error()));
                       },
                   .question = std::move(question)});
    core_->notify();
  }
  void drop_question() override {
    if (questions_.open() == 0) return;
    channel_->cancel();
    questions_.cancel();
  }
  void reset() override {
    cancel();
    channel_->reset();
    core_->notify();
  }
  // Before this channel has a pace of its own, that of the others tells as much.
  std::optional<Duration> likely_latency() const override {
    const auto own = np::likely_latency(channel_->pace());
    return own ? own : np::likely_latency(core_->pace());
  }

 private:
  Answers<std::string, Answer> answers_;
  Answers<std::string> questions_;
  std::shared_ptr<LlamaEngine::Core> core_;
  std::shared_ptr<LlamaChannel> channel_;
};

}  // namespace

LlamaEngine::LlamaEngine(std::string model_path, std::string projector_path, LlamaOptions options,
                         LlamaChannelOptions channel)
    : core_(std::make_shared<Core>()) {
  core_->options = std::move(options);
  core_->channel_options = std::move(channel);
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
  if (wind_down(kPatience)) {
    core_->thread.join();
  } else {
    core_->thread.detach();
    abandon_thread();
  }
}

bool LlamaEngine::wind_down(Duration patience) {
  core_->stop = true;
  core_->notify();
  std::unique_lock lock(core_->mutex);
  return core_->gone.wait_for(lock, patience, [this] { return core_->finished; });
}

std::unique_ptr<EngineSession> LlamaEngine::open_session(Loop& loop) {
  auto channel = std::make_shared<LlamaChannel>(core_->channel_options);
  {
    std::lock_guard lock(core_->mutex);
    core_->channels.push_back(channel);
  }
  return std::make_unique<LlamaSession>(loop, core_, std::move(channel));
}

EngineStatus LlamaEngine::status() const {
  EngineStatus s{.kind = "llama"};
  const LlamaPace pace = core_->pace();
  std::lock_guard lock(core_->mutex);
  s.ready = s.model_loaded = core_->ready;
  s.starting = !core_->ready && core_->failure.empty();
  s.name = core_->ready ? core_->name : name_until_loaded(core_->model_path);
  if (core_->ready) {
    s.detail = np::format("{} runs on {}", core_->name, core_->where);
    if (pace.encode_s > 0) s.detail += np::format(messages::kFramePace, pace.encode_s * 1000);
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
