#include "source/rtmp/rtmp_source.hpp"

#include <cerrno>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "base/loop_gate.hpp"
#include "base/worker_thread.hpp"
#include "rtmp/server.hpp"
#include "source/gst_source.hpp"
#include "source/listening_check.hpp"
#include "source/reasons.hpp"
#include "source/rtmp/rtmp_place.hpp"
#include "source/source_connection.hpp"
#include "source/source_run.hpp"

namespace np {
namespace {

// Closing one takes less time than to connect.
constexpr std::size_t kMostClosing = 8;

// What one publisher sends.
struct RtmpPlay {
  RtmpPlay(FrameSink& sink, std::shared_ptr<rtmp::Stream> s) : gate(sink), stream(std::move(s)) {}
  StoppableSink gate;
  const std::shared_ptr<rtmp::Stream> stream;
  std::unique_ptr<Source> source;  // after the gate it delivers through
};

// Who names another machine mostly wants to watch what it sends.
Error cannot_serve(int error, const RtmpPlace& place) {
  if (error == EADDRNOTAVAIL)
    return Error(ErrorKind::kInvalid, np::format(messages::kRtmpNotOurAddress, place.host, place.port));
  return cannot_listen(error, place.host, place.port);
}

}  // namespace

struct RtmpSource::Impl : std::enable_shared_from_this<Impl> {
  Loop& loop;
  LoopGate gate;
  const SourceSpec spec;
  const SourceOptions options;
  FrameSink& sink;

  // The loop's.
  Listener listener;
  bool had_one = false;

  mutable std::mutex mutex;  // guards what follows; until it is closed, the loop alone changes `playing`
  bool closed = false;
  std::shared_ptr<RtmpPlay> playing;
  std::uint64_t pictures_before = 0;  // of those that have played
  Pulse last_pulse;
  Demand demand;
  double capture_fps;

  std::unique_ptr<rtmp::Server> server;

  WorkerThread closer{"rtmp-close", kMostClosing};  // waits for pipelines, so that the loop need not

  Impl(Loop& l, SourceSpec s, const SourceOptions& o, FrameSink& f)
      : loop(l), gate(l), spec(std::move(s)), options(o), sink(f), capture_fps(o.capture_fps) {}

  template <typename F>
  auto on_loop(F f) {
    return [weak = weak_from_this(), f](auto... what) {
      const auto self = weak.lock();
      if (!self) return;
      self->gate.post([weak, f, what...] {
        if (const auto self = weak.lock()) f(*self, what...);
      });
    };
  }

  void start(Listener l) {
    listener = std::move(l);
    const RtmpPlace place = rtmp_place(spec.text);
    const auto end = on_loop([](Impl& i, const Error& why) { i.listener.on_ended(why); });
    try {
      server = std::make_unique<rtmp::Server>(
          rtmp::Place{.host = place.host, .port = place.port, .path = place.path, .shown = spec.shown},
          rtmp::Server::Events{
              .on_listening = on_loop([](Impl& i, int) { i.wait({}); }),
              .on_failed = [end, place](int error) { end(cannot_serve(error, place)); },
              .on_publisher = on_loop([](Impl& i, const auto& stream) { i.play(stream); }),
              .on_gone = on_loop([](Impl& i, const auto& stream, const std::string& why) { i.gone(stream, why); }),
              .on_refused = on_loop([](Impl& i, const std::string& why) {
                if (!i.plays(nullptr)) return;
                i.wait(why);
              })});
    } catch (const std::system_error&) {
      end(no_thread(spec.shown));
    }
  }

  bool plays(const std::shared_ptr<RtmpPlay>& play) const {
    std::lock_guard lock(mutex);
    return play == playing;
  }

  void wait(const std::string& why) const {
    if (listener.on_waiting) listener.on_waiting(why);
  }

  void play(const std::shared_ptr<rtmp::Stream>& stream) {
    retire();
    auto fresh = std::make_shared<RtmpPlay>(sink, stream);
    SourceOptions how = options;
    how.after_break |= std::exchange(had_one, true);
    fresh->source =
        std::make_unique<GstSource>(loop, std::make_unique<SourceConnection>(spec, how, stream), fresh->gate);
    {
      std::lock_guard lock(mutex);
      if (closed) return;
      playing = fresh;
      fresh->source->set_frame_rate(capture_fps);
      fresh->source->set_demand(demand);
    }
    if (listener.on_answered) listener.on_answered();
    const auto of_this = [weak = weak_from_this(), which = std::weak_ptr(fresh)](auto f) {
      return [weak, which, f](const auto&... what) {
        const auto self = weak.lock();
        const auto play = which.lock();
        if (self && play && self->plays(play)) f(*self, *play, what...);
      };
    };
    fresh->source->start(
        {.on_flowing = of_this([](Impl& i, RtmpPlay&) {
           if (i.listener.on_flowing) i.listener.on_flowing();
         }),
         .on_opened = of_this([](Impl& i, RtmpPlay&, const SourceInfo& info) { i.listener.on_opened(info); }),
         .on_ended = of_this([](Impl& i, RtmpPlay& play, const Error& why) { i.failed(play, why); })});
  }

  void gone(const std::shared_ptr<rtmp::Stream>& stream, const std::string& why) {
    {
      std::lock_guard lock(mutex);
      if (!playing || playing->stream != stream) return;
    }
    retire();
    wait(why);
  }

  // The publisher is there, but we cannot show what comes.
  void failed(RtmpPlay& play, const Error& error) {
    {
      std::lock_guard lock(mutex);
      if (server) server->turn_away(play.stream, error.message());
    }
    retire();
    wait(error.message());
  }

  void retire() {
    std::unique_lock lock(mutex);
    if (!playing) return;
    playing->gate.shut();
    last_pulse = playing->source->pulse();
    last_pulse.pictures = pictures_before += last_pulse.pictures;
    auto old = std::exchange(playing, nullptr);
    lock.unlock();
    (void)closer.post([old = std::move(old)]() mutable { old.reset(); });
  }

  void stop() {
    gate.close();
    std::unique_lock lock(mutex);
    closed = true;
    auto serving = std::move(server);
    const auto old = std::exchange(playing, nullptr);
    lock.unlock();
    // Frees the port first, because the next source may want it.
    serving.reset();
  }
};

RtmpSource::RtmpSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink)
    : impl_(std::make_shared<Impl>(loop, std::move(spec), options, sink)) {}
RtmpSource::~RtmpSource() { impl_->stop(); }

void RtmpSource::start(Listener listener) { impl_->start(std::move(listener)); }

void RtmpSource::set_demand(Demand demand) {
  std::lock_guard lock(impl_->mutex);
  impl_->demand = demand;
  if (impl_->playing) impl_->playing->source->set_demand(demand);
}
void RtmpSource::set_frame_rate(double capture_fps) {
  std::lock_guard lock(impl_->mutex);
  impl_->capture_fps = capture_fps;
  if (impl_->playing) impl_->playing->source->set_frame_rate(capture_fps);
}

Source::Pulse RtmpSource::pulse() const {
  std::lock_guard lock(impl_->mutex);
  if (!impl_->playing) return impl_->last_pulse;
  Pulse out = impl_->playing->source->pulse();
  if (out.pictures == 0) return impl_->last_pulse;
  out.pictures += impl_->pictures_before;
  return out;
}

bool RtmpSource::has_video(VideoForm form) const {
  std::lock_guard lock(impl_->mutex);
  return !impl_->playing || impl_->playing->source->has_video(form);
}

SourceFacts RtmpSource::facts() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->playing ? impl_->playing->source->facts() : SourceFacts{};
}

}  // namespace np
