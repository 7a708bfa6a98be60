#include "source/gst_source.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/abandoned_thread.hpp"
#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "base/log.hpp"
#include "base/loop_gate.hpp"
#include "source/connections_made.hpp"
#include "source/file_check.hpp"
#include "source/gst_errors.hpp"
#include "source/media_pipeline.hpp"
#include "source/rtsp_greeting.hpp"
#include "source/sample_tap.hpp"

namespace np {
namespace {

// A file that breaks off in the same place again and again is begun anew at most this often.
constexpr Duration kMinRun = std::chrono::milliseconds(200);
// As long as something comes, the next whole picture (a key frame) may be far: so long it is waited for.
constexpr Duration kKeyFrameLimit = std::chrono::seconds(30);
// GStreamer's HLS demuxer may lock up for ever while it opens; all others stop within milliseconds.
constexpr Duration kPatience = std::chrono::seconds(1);

}  // namespace

// Shared by the source and its thread, which may outlive the source where GStreamer does not let go of it.
struct GstSource::Impl : std::enable_shared_from_this<Impl> {
  using News = PipelineNews::Kind;
  enum class Outcome { kStopped, kEnded, kAgain };

  LoopGate loop;
  const SourceSpec spec;
  const SourceOptions options;
  const bool loops;
  SampleTap tap;
  PipelineNews news;
  RtspGreeting greeting;
  std::mutex connections_mutex;
  std::optional<ConnectionsMade> connections;
  std::shared_ptr<const Listener> listener;  // set before the thread starts
  std::mutex end_mutex;
  std::condition_variable ended;
  bool running = false;
  std::thread thread;
  // The thread's own, and its pipeline's.
  std::atomic<bool> ending{false};
  std::atomic<std::uint64_t> pictures{0};  // of this pipeline
  bool opened = false;
  TimePoint last_picture;
  Duration picture_duration{};
  std::unique_ptr<MediaPipeline> pipeline;  // last: its threads use all of the above

  Impl(Loop& l, SourceSpec s, const SourceOptions& o, FrameSink& sink)
      : loop(l),
        spec(std::move(s)),
        options(o),
        loops(o.loop && o.paced && (spec.kind == "file" || spec.kind == "http")),
        tap(o, sink) {}

  void start(Listener l) {
    listener = std::make_shared<const Listener>(std::move(l));
    running = true;
    thread = std::thread([self = shared_from_this()] {
      pthread_setname_np(pthread_self(), "source");
      self->run();
      std::lock_guard lock(self->end_mutex);
      self->running = false;
      self->ended.notify_all();
    });
  }

  void stop() {
    loop.close();
    tap.close();
    greeting.cancel();
    news.stop();
    if (!thread.joinable()) return;
    std::unique_lock lock(end_mutex);
    const bool over = ended.wait_for(lock, kPatience, [this] { return !running; });
    lock.unlock();
    if (over) return thread.join();
    thread.detach();
    log::warn("{} does not let itself be closed: what was opened for it is left behind.", spec.shown);
    abandon_thread();
  }

  template <typename F>
  void tell(F f) {
    loop.post([listener = listener, f = std::move(f)] { f(*listener); });
  }

  // Whatever there is to say is said before the pipeline is taken down: that may take for ever.
  void run() {
    play_until_the_end();
    pipeline.reset();
  }

  void play_until_the_end() {
    try {
      check_source(spec);
      init_gstreamer();
      if (spec.kind == "rtsp") greet();
      tell([](const Listener& l) {
        if (l.on_answered) l.on_answered();
      });
      bool again = false;
      while (!news.stopped()) {
        const TimePoint begun = Clock::now();
        const Outcome outcome = play_once(again);
        if (outcome == Outcome::kStopped) return;
        if (outcome == Outcome::kEnded) throw Error(ErrorKind::kEnded, np::format("{} has ended.", spec.shown));
        again = true;
        pipeline.reset();
        news.clear();
        news.next(begun + kMinRun);
      }
    } catch (const Error& e) {
      end(e);
    } catch (const std::exception& e) {
      end(Error(ErrorKind::kInternal, np::format("{} cannot be played: {}.", spec.shown, e.what())));
    }
  }

  void greet() {
    const bool hurried = options.answer_timeout > Duration::zero();
    greeting.exchange(spec, hurried ? options.answer_timeout : options.open_timeout);
  }

  void end(const Error& why) {
    ending = true;
    tap.finish([this, why] { tell([why](const Listener& l) { l.on_ended(why); }); });
  }

  void tell_info(SourceInfo info) {
    info.kind = spec.kind;
    picture_duration = from_seconds(1 / (info.fps > 0 ? info.fps : options.fallback_fps));
    tell([info](const Listener& l) { l.on_opened(info); });
  }

  // `again`: the first picture follows a break.
  Outcome play_once(bool again) {
    if (spec.kind != "rtsp" || options.rtsp_transport != RtspTransport::kAuto)
      return play(again, options.rtsp_transport == RtspTransport::kTcp);
    try {
      return play(again, true);
    } catch (const Error& e) {
      // Some, VLC for one, send their pictures beside the connection only, and say so in many ways.
      const bool refused = e.kind() == ErrorKind::kUnsupported || e.kind() == ErrorKind::kUnavailable;
      if (opened || !refused || news.stopped()) throw;
      pipeline.reset();
      news.clear();
      return play(again, false);
    }
  }

  // One pipeline.
  Outcome play(bool again, bool over_tcp) {
    const MediaPipeline::Options how{.spec = spec,
                                     .over_tcp = over_tcp,
                                     .paced = options.paced,
                                     .loop = loops,
                                     .fallback_fps = options.fallback_fps};
    pictures = 0;
    if (spec.kind == "rtsp") {
      std::lock_guard lock(connections_mutex);
      connections.emplace();
    }
    pipeline = std::make_unique<MediaPipeline>(how, news, [this, again](Sample sample) {
      if (ending) return;
      sample.discontinuity |= again && pictures == 0;
      ++pictures;
      last_picture = sample.captured_at;
      tap.push(std::move(sample));
    });
    const TimePoint begun = Clock::now();
    TimePoint deadline = begun + options.open_timeout;
    const bool live = pipeline->open();
    bool playing = live;
    bool sought = !loops || live || spec.kind != "file";
    bool flowing = false;
    bool shown = false;
    std::uint64_t at_lap = 0;
    int laps = 0;
    for (;;) {
      auto item = news.next(shown ? std::nullopt : std::optional(deadline));
      if (news.stopped()) return Outcome::kStopped;
      if (!item) throw opening_took_too_long(spec.shown, to_seconds(options.open_timeout));
      switch (item->kind) {
        case News::kPrerolled:
          if (playing) break;
          // Only a seek makes the end of the file a lap that goes on without a gap; where none is possible, it ends.
          if (!std::exchange(sought, true) && pipeline->rewind(true)) break;
          playing = true;
          pipeline->play(last_picture + picture_duration);
          break;
        case News::kFlowing:  // until it is shown
          if (!std::exchange(flowing, true)) tell([](const Listener& l) {
              if (l.on_flowing) l.on_flowing();
            });
          deadline = std::max(deadline, std::min(begun + kKeyFrameLimit, Clock::now() + options.open_timeout));
          break;
        case News::kOpened:
          shown = true;
          if (std::lock_guard lock(connections_mutex); connections) connections->stop();
          if (!std::exchange(opened, true)) tell_info(pipeline->info());
          break;
        case News::kChanged: tell_info(pipeline->info()); break;
        case News::kLapRead:
          if (!pipeline->rewind(false) && !pipeline->rewind(true)) return Outcome::kAgain;
          break;
        case News::kLapShown:
          if (pictures == at_lap) throw damaged(spec.shown);
          at_lap = pictures;
          // What a server cannot send from the beginning is left to the supervisor, with its pauses.
          if (!pipeline->rewind(true)) return spec.kind == "file" || laps > 0 ? Outcome::kAgain : Outcome::kEnded;
          ++laps;
          break;
        case News::kEnded:
          if (pictures == 0) throw damaged(spec.shown);
          return Outcome::kEnded;
        case News::kFailed:
          // Some servers only say that they cannot go back when they are asked to.
          if (spec.kind == "http" && pictures > 0 && pictures == at_lap) return Outcome::kEnded;
          if (!loops || pictures == 0 || spec.kind != "file") throw *item->error;
          log::warn("{} It is begun anew.", item->error->message());
          return Outcome::kAgain;
      }
    }
  }
};

GstSource::GstSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink)
    : impl_(std::make_shared<Impl>(loop, std::move(spec), options, sink)) {}
GstSource::~GstSource() { impl_->stop(); }

void GstSource::start(Listener listener) { impl_->start(std::move(listener)); }

void GstSource::set_demand(Demand demand) { impl_->tap.set_demand(demand); }
void GstSource::set_frame_rate(double capture_fps) { impl_->tap.set_frame_rate(capture_fps); }
void GstSource::give_up() {
  std::lock_guard lock(impl_->connections_mutex);
  if (impl_->connections) impl_->connections->reset_on_close();
}

Source::Pulse GstSource::pulse() const { return impl_->tap.pulse(); }

}  // namespace np
