#include "source/livekit_source.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/format.hpp"
#include "base/gst_ptr.hpp"
#include "base/loop_gate.hpp"
#include "livekit/room_bot.hpp"
#include "source/sample_tap.hpp"

namespace np {
namespace {

// A camera that is changed is gone for a moment.
constexpr Duration kGrace = std::chrono::seconds(1);
// The server ends a track with a black picture of its own, 8x8 or less.
constexpr int kFarewell = 8;

}  // namespace

struct LivekitSource::Impl : std::enable_shared_from_this<Impl> {
  Loop& loop;
  LoopGate gate;
  livekit::RoomBot* const bot;
  const SourceSpec spec;
  const SourceOptions options;
  SampleTap tap;
  std::shared_ptr<livekit::RoomBot::Viewer> viewer = std::make_shared<livekit::RoomBot::Viewer>();

  // The loop's.
  Listener listener;
  bool answered = false;
  bool ended = false;
  std::string codec;
  std::optional<Error> none;
  Timer limit;
  Timer grace;

  // The streaming thread's.
  int width = 0;
  int height = 0;

  Impl(Loop& l, livekit::RoomBot* b, SourceSpec s, const SourceOptions& o, FrameSink& sink)
      : loop(l), gate(l), bot(b), spec(std::move(s)), options(o), tap(o, sink) {}

  void start(Listener l) {
    listener = std::move(l);
    if (!bot)
      return end_soon(Error(ErrorKind::kUnavailable, "A LiveKit room is seen by a server that runs with LIVEKIT_ENABLED=true alone: set it, and start the server again."));
    const bool hurried = options.answer_timeout > Duration::zero();
    limit_to(hurried ? options.answer_timeout : options.open_timeout);
    viewer->identity = spec.path;
    viewer->on_track = [weak = weak_from_this()](const livekit::TrackInfo& track) {
      if (const auto self = weak.lock()) self->post([track](Impl& i) { i.found(track); });
    };
    viewer->on_none = [weak = weak_from_this()](const Error& why) {
      if (const auto self = weak.lock()) self->post([why](Impl& i) { i.lost(why); });
    };
    viewer->on_picture = [weak = weak_from_this()](std::shared_ptr<GstSample> sample) {
      if (const auto self = weak.lock()) self->take(std::move(sample));
    };
    bot->add(viewer);
  }

  void stop() {
    gate.close();
    if (bot) bot->remove(viewer);
    tap.close();
    // Timers are the loop's.
    loop.post([self = shared_from_this()] {
      self->limit.cancel();
      self->grace.cancel();
    });
  }

  template <typename F>
  void post(F f) {
    gate.post([self = shared_from_this(), f = std::move(f)] {
      if (!self->ended) f(*self);
    });
  }

  void limit_to(Duration time) {
    limit = loop.after(time, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self || self->ended) return;
      if (self->none) return self->end(*self->none);
      self->end(Error(ErrorKind::kTimeout,
                      self->answered ? np::format("The video in the room {} does not arrive: check the network between "
                                                  "its publisher, the LiveKit server and this machine.",
                                                  self->bot->room())
                                     : np::format("The LiveKit room {} does not answer.", self->bot->room())));
    });
  }

  void found(const livekit::TrackInfo& track) {
    none.reset();
    grace.cancel();
    codec = track.mime.substr(track.mime.find('/') + 1);
    if (std::exchange(answered, true)) return;
    limit_to(options.open_timeout);
    if (listener.on_answered) listener.on_answered();
  }

  void lost(const Error& why) {
    // It is told again for each viewer that comes, as a knock is one.
    const bool known = std::exchange(none, why).has_value();
    if (!answered || known) return;
    grace = loop.after(kGrace, [weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && !self->ended && self->none) self->end(*self->none);
    });
  }

  void end(const Error& why) {
    ended = true;
    tap.finish([this, why] { gate.post([self = shared_from_this(), why] { self->listener.on_ended(why); }); });
  }

  void end_soon(Error why) {
    post([why = std::move(why)](Impl& i) { i.end(why); });
  }

  void take(std::shared_ptr<GstSample> sample) {
    const GstStructure* fields = gst_caps_get_structure(gst_sample_get_caps(sample.get()), 0);
    int w = 0, h = 0;
    gst_structure_get_int(fields, "width", &w);
    gst_structure_get_int(fields, "height", &h);
    if (w <= kFarewell && h <= kFarewell) return;
    tap.push({std::move(sample), Clock::now(), false, true});
    if (w == width && h == height) return;
    width = w;
    height = h;
    post([w, h](Impl& i) {
      i.limit.cancel();
      i.listener.on_opened({.kind = "livekit", .codec = i.codec, .width = w, .height = h, .fps = 0, .live = true});
    });
  }
};

LivekitSource::LivekitSource(Loop& loop, livekit::RoomBot* bot, SourceSpec spec, const SourceOptions& options,
                             FrameSink& sink)
    : impl_(std::make_shared<Impl>(loop, bot, std::move(spec), options, sink)) {}
LivekitSource::~LivekitSource() { impl_->stop(); }

void LivekitSource::start(Listener listener) { impl_->start(std::move(listener)); }
void LivekitSource::set_demand(Demand demand) { impl_->tap.set_demand(demand); }
void LivekitSource::set_frame_rate(double capture_fps) { impl_->tap.set_frame_rate(capture_fps); }
Source::Pulse LivekitSource::pulse() const { return impl_->tap.pulse(); }

}  // namespace np
