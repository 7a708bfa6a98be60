#include "source/published_source.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/format.hpp"
#include "base/gst_ptr.hpp"
#include "base/loop_gate.hpp"
#include "source/messages.hpp"
#include "source/pictures/sample_tap.hpp"
#include "source/pipeline/sound_tap.hpp"
#include "webrtc/feed.hpp"

namespace np {
namespace {

// A camera that is changed is gone for a moment.
constexpr Duration kGrace = std::chrono::seconds(1);
// The server ends a track with a black picture of its own, 8x8 or less.
constexpr int kFarewell = 8;

std::optional<MediaTime> place_of(GstSample* sample) {
  const GstClockTime time = gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME,
                                                        GST_BUFFER_PTS(gst_sample_get_buffer(sample)));
  if (!GST_CLOCK_TIME_IS_VALID(time)) return std::nullopt;
  return MediaTime{0, std::chrono::nanoseconds(time)};
}

}  // namespace

struct PublishedSource::Impl : std::enable_shared_from_this<Impl> {
  Loop& loop;
  LoopGate gate;
  std::unique_ptr<webrtc::Feed> own;  // nullptr: the feed is somebody else's
  webrtc::Feed* const feed;
  const SourceSpec spec;
  const SourceOptions options;
  SampleTap tap;
  SoundTap sound;
  std::shared_ptr<webrtc::Viewer> viewer = std::make_shared<webrtc::Viewer>();

  // The loop's.
  Listener listener;
  bool hurried = false;  // a knock: it waits a moment for whoever comes
  bool answered = false;
  bool ended = false;
  std::string codec;
  SourceInfo info;
  bool hearable = false;
  std::optional<Error> none;
  Timer limit;
  Timer grace;

  // The streaming thread's.
  int width = 0;
  int height = 0;

  Impl(Loop& l, webrtc::Feed* f, std::unique_ptr<webrtc::Feed> mine, SourceSpec s, const SourceOptions& o,
       FrameSink& sink)
      : loop(l),
        gate(l),
        own(std::move(mine)),
        feed(f),
        spec(std::move(s)),
        options(o),
        tap(o, sink),
        sound(o, spec.shown, sink),
        info{.kind = spec.kind, .live = true} {}

  void start(Listener l) {
    listener = std::move(l);
    if (!feed)
      return end_soon(Error(ErrorKind::kUnavailable,
                            spec.kind == "livekit" ? messages::kRoomNeedsLivekit : messages::kPublisherNeedsServer));
    hurried = options.answer_timeout > Duration::zero();
    limit_to(hurried ? options.answer_timeout : options.open_timeout);
    viewer->publisher = spec.path;
    viewer->on_track = [weak = weak_from_this()](const std::string& codec) {
      if (const auto self = weak.lock()) self->post([codec](Impl& i) { i.found(codec); });
    };
    viewer->on_none = [weak = weak_from_this()](const Error& why) {
      if (const auto self = weak.lock()) self->post([why](Impl& i) { i.lost(why); });
    };
    viewer->on_picture = [weak = weak_from_this()](std::shared_ptr<GstSample> sample) {
      if (const auto self = weak.lock()) self->take(std::move(sample));
    };
    viewer->on_hearable = [weak = weak_from_this()](bool is) {
      if (const auto self = weak.lock()) self->post([is](Impl& i) { i.tell_hearable(is); });
    };
    viewer->on_sound = [weak = weak_from_this()](std::shared_ptr<GstSample> sample) {
      const auto self = weak.lock();
      const auto place = self ? place_of(sample.get()) : std::nullopt;
      if (place) self->sound.push(gst_sample_get_buffer(sample.get()), gst_sample_get_caps(sample.get()), *place);
    };
    feed->add(viewer);
  }

  void stop() {
    gate.close();
    if (feed) feed->remove(viewer);
    tap.close();
    sound.close();
    // Timers are the loop's, and so is the end of a feed.
    loop.post([self = shared_from_this(), last = std::move(own)] {
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
      self->end(
          Error(ErrorKind::kTimeout, self->answered ? self->feed->does_not_arrive() : self->feed->does_not_answer()));
    });
  }

  void found(const std::string& track_codec) {
    none.reset();
    grace.cancel();
    codec = track_codec;
    if (std::exchange(answered, true)) {
      // Another publisher's, perhaps of the same size.
      if (info.width > 0 && std::exchange(info.codec, codec) != codec) listener.on_opened(info);
      return;
    }
    limit_to(options.open_timeout);
    if (listener.on_answered) listener.on_answered();
  }

  void lost(const Error& why) {
    // The feed repeats this for each new viewer, and a knock is one.
    const bool known = std::exchange(none, why).has_value();
    // The bot may still be joining its room. All others know at once.
    if (!answered && !hurried && spec.kind != "livekit") return end(why);
    if (!answered || known) return;
    grace = loop.after(kGrace, [weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && !self->ended && self->none) self->end(*self->none);
    });
  }

  void tell_hearable(bool is) {
    if (!options.sound || std::exchange(hearable, is) == is || info.width == 0) return;
    info.sound = is ? "Opus" : "";
    listener.on_opened(info);
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
    const auto place = place_of(sample.get());
    Sample taken{.gst = std::move(sample), .captured_at = Clock::now(), .live = true, .place = place};
    sound.picture(taken);
    tap.push(std::move(taken));
    if (w == width && h == height) return;
    width = w;
    height = h;
    post([w, h](Impl& i) {
      i.limit.cancel();
      i.info.codec = i.codec;
      i.info.width = w;
      i.info.height = h;
      i.info.sound = i.hearable ? "Opus" : "";
      i.listener.on_opened(i.info);
    });
  }
};

PublishedSource::PublishedSource(Loop& loop, webrtc::Feed* feed, SourceSpec spec, const SourceOptions& options,
                                 FrameSink& sink)
    : impl_(std::make_shared<Impl>(loop, feed, nullptr, std::move(spec), options, sink)) {}
PublishedSource::PublishedSource(Loop& loop, std::unique_ptr<webrtc::Feed> feed, SourceSpec spec,
                                 const SourceOptions& options, FrameSink& sink)
    : impl_(std::make_shared<Impl>(loop, feed.get(), std::move(feed), std::move(spec), options, sink)) {}
PublishedSource::~PublishedSource() { impl_->stop(); }

void PublishedSource::start(Listener listener) { impl_->start(std::move(listener)); }
void PublishedSource::set_demand(Demand demand) {
  impl_->tap.set_demand(demand);
  impl_->sound.set_demand(demand.sound);
  if (impl_->feed) impl_->feed->want_sound(impl_->viewer, demand.sound);
}
void PublishedSource::set_frame_rate(double capture_fps) { impl_->tap.set_frame_rate(capture_fps); }
bool PublishedSource::has_video(VideoForm form) const {
  return form != VideoForm::kSource && impl_->tap.has_video(form);
}

Source::Pulse PublishedSource::pulse() const { return impl_->tap.pulse(); }

}  // namespace np
