#include "source/pipeline/media_pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <utility>

#include "base/gst_ptr.hpp"
#include "source/hls/hls_reader.hpp"
#include "source/pictures/coded_video.hpp"
#include "source/pipeline/gst_make.hpp"
#include "source/pipeline/pipeline_messages.hpp"
#include "source/reasons.hpp"
#include "source/time_line.hpp"
#include "source/video_input.hpp"

namespace np {
namespace {

// A sender's clock may jump, as at the joints of a recording: over such gaps pictures go on without a pause.
constexpr GstClockTimeDiff kLongestGap = 10 * GST_SECOND;

}  // namespace

struct MediaPipeline::Impl {
  Options options;
  PipelineNews& news;
  OnSample on_sample;
  SoundPad::OnPiece on_sound;
  GstObjectPtr<GstElement> pipeline;
  std::optional<PipelineMessages> messages;
  GstObjectPtr<GstClock> clock;
  GstElement* sink = nullptr;  // these belong to the pipeline
  GstElement* convert = nullptr;
  CodedVideo coded;
  std::unique_ptr<VideoInput> input;
  std::atomic<bool> ready{false};  // the input is there
  std::atomic<bool> live{false};
  std::atomic<unsigned> rewinds{0};
  std::atomic<TimePoint> shown_until{TimePoint{}};  // what has come to the sink
  std::atomic<Duration> position{Duration{}};
  std::atomic<bool> seekable{false};
  std::atomic<bool> looping{true};  // a lap may follow
  std::atomic<unsigned> flushes{0};
  TimePoint held_at;  // the owner's thread's own
  std::optional<TimeLine> time;

  std::mutex mutex;  // guards what follows
  SourceInfo info;

  // The streaming thread's own.
  bool opened = false;
  bool over = false;  // what comes is of a lap that nobody wants
  GstCapsPtr caps;    // of the newest picture

  Impl(const Options& o, PipelineNews& n, OnSample f, SoundPad::OnPiece g)
      : options(o), news(n), on_sample(std::move(f)), on_sound(std::move(g)) {
    pipeline.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    clock.reset(gst_system_clock_obtain());
    gst_pipeline_use_clock(GST_PIPELINE(pipeline.get()), clock.get());
    messages.emplace(pipeline.get(), options.spec.shown, news);

    sink = add_element(GST_BIN(pipeline.get()), "appsink");
    const GstCapsPtr wanted(gst_caps_from_string("video/x-raw;image/jpeg"));
    g_object_set(sink, "caps", wanted.get(), "sync", options.paced, "max-buffers", 2u, "wait-on-eos", FALSE,
                 "enable-last-sample", FALSE, nullptr);
    time.emplace(sink, live, rewinds,
                 TimeLine::Rules{.paced = options.paced,
                                 .usual_duration = [this] { return usual_duration(); },
                                 .longest_gap = [this] { return longest_gap(); },
                                 .on_lap = [this] { begin_lap(); }});
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = on_new_sample;
    callbacks.new_preroll = on_new_preroll;
    callbacks.propose_allocation = on_allocation;
    gst_app_sink_set_callbacks(GST_APP_SINK(sink), &callbacks, this, nullptr);
    const GstObjectPtr<GstPad> pad(gst_element_get_static_pad(sink, "sink"));
    gst_pad_add_probe(pad.get(), GstPadProbeType(GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH),
                      on_event, this, nullptr);
    gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, on_buffer, this, nullptr);
    input = std::make_unique<VideoInput>(
        GST_BIN(pipeline.get()),
        VideoInput::Options{.spec = options.spec,
                            .arriving = options.arriving,
                            .waits = options.paced,
                            .address = options.address,
                            .over_tcp = options.over_tcp,
                            .sound = options.sound,
                            .playlist = options.playlist,
                            .published = options.published,
                            .keys = options.keys,
                            .coded = options.paced ? &coded : nullptr},
        VideoInput::Listener{.on_pad = [this](GstPad* pad, bool jpeg) { link(pad, jpeg); },
                             .on_sound_pad =
                                 [this](GstPad* pad) {
                                   SoundPad::watch(pad, rewinds, live, on_sound);
                                   news.post({.kind = PipelineNews::Kind::kChanged});
                                 },
                             .on_flowing = [this] { news.post({.kind = PipelineNews::Kind::kFlowing}); },
                             .on_segment_read = [this] { tell_lap(PipelineNews::Kind::kLapRead); },
                             .on_failed = [this](Error error) { fail(std::move(error)); },
                             .is_shown = [this] { return is_shown(); }});
    ready = true;
  }

  ~Impl() {
    ready = false;
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  }

  bool can_seek() {
    const GstQueryPtr query(gst_query_new_seeking(GST_FORMAT_TIME));
    gboolean yes = FALSE;
    if (gst_element_query(pipeline.get(), query.get()))
      gst_query_parse_seeking(query.get(), nullptr, &yes, nullptr, nullptr);
    // A live stream has no length, and its beginning moves.
    gint64 length = 0;
    return yes && (options.spec.kind == "file" || gst_element_query_duration(pipeline.get(), GST_FORMAT_TIME, &length));
  }

  // Not every way over the network can do segments.
  bool send_to(Duration place, GstSeekFlags how) {
    if (!can_seek()) return false;
    ++rewinds;
    const auto flags = GstSeekFlags((options.spec.kind != "file" ? 0 : GST_SEEK_FLAG_SEGMENT) | how);
    return gst_element_seek(pipeline.get(), 1.0, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET,
                            std::chrono::nanoseconds(place).count(), GST_SEEK_TYPE_NONE, -1);
  }

  // GStreamer 1.28's reader of YUV4MPEG leaks a picture each time.
  bool leaks_when_sent() const {
    GstIterator* found = gst_bin_iterate_all_by_element_factory_name(GST_BIN(pipeline.get()), "y4mdec");
    GValue reader = G_VALUE_INIT;
    const bool leaks = gst_iterator_next(found, &reader) == GST_ITERATOR_OK;
    if (leaks) g_value_unset(&reader);
    gst_iterator_free(found);
    return leaks;
  }

  bool is_shown() const { return Clock::now() >= shown_until.load() && (!ready || input->empty()); }

  static Impl& self(gpointer p) { return *static_cast<Impl*>(p); }

  void fail(Error error) { news.post({.kind = PipelineNews::Kind::kFailed, .error = std::move(error)}); }

  void link(GstPad* pad, bool jpeg) {
    try {
      if (!jpeg && !convert) add_conversion();
    } catch (const Error& e) {
      return fail(e);
    }
    const GstObjectPtr<GstPad> to(gst_element_get_static_pad(jpeg ? sink : convert, "sink"));
    if (const GstObjectPtr<GstPad> before{gst_pad_get_peer(to.get())}) gst_pad_unlink(before.get(), to.get());
    if (GST_PAD_LINK_FAILED(gst_pad_link(pad, to.get()))) fail(damaged(options.spec.shown));
  }

  // Recordings of television are interlaced, and a phone's clips say how the phone was held. Formats that these
  // elements cannot take are converted first; everything else passes through.
  void add_conversion() {
    convert = add_element(GST_BIN(pipeline.get()), "videoconvert");
    GstElement* flip = add_element(GST_BIN(pipeline.get()), "videoflip");
    gst_util_set_object_arg(G_OBJECT(flip), "video-direction", "auto");
    // GStreamer 1.28 does so at a change of direction only: until then it would copy each picture.
    gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(flip), TRUE);
    GstElement* deinterlace = add_element(GST_BIN(pipeline.get()), "deinterlace");
    gst_util_set_object_arg(G_OBJECT(deinterlace), "fields", "top");  // as many pictures as before
    gst_element_link_many(convert, deinterlace, flip, sink, nullptr);
    gst_element_sync_state_with_parent(flip);
    gst_element_sync_state_with_parent(deinterlace);
    gst_element_sync_state_with_parent(convert);
  }

  // Decoders may hand over pictures in the memory layout they have, so that nothing is copied.
  static gboolean on_allocation(GstAppSink*, GstQuery* query, gpointer) {
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    return TRUE;
  }

  void tell_lap(PipelineNews::Kind what) { news.post({.kind = what, .error = {}, .flush = flushes}); }

  // This lap was asked for before somebody turned looping off.
  void begin_lap() {
    if (looping) return;
    over = true;
    tell_lap(PipelineNews::Kind::kLapShown);
  }

  static GstPadProbeReturn on_event(GstPad*, GstPadProbeInfo* probe, gpointer p) {
    GstEvent* event = GST_PAD_PROBE_INFO_EVENT(probe);
    switch (GST_EVENT_TYPE(event)) {
      case GST_EVENT_SEGMENT: GST_PAD_PROBE_INFO_DATA(probe) = self(p).time->join(event); break;
      case GST_EVENT_FLUSH_STOP:
        self(p).over = false;
        ++self(p).flushes;
        self(p).time->flush();
        break;
      case GST_EVENT_SEGMENT_DONE:
        if (self(p).options.loop) self(p).tell_lap(PipelineNews::Kind::kReadShown);
        break;
      case GST_EVENT_EOS:
        if (!self(p).options.loop) break;
        // This comes while the last picture is still shown, so that the way back takes place within its time.
        self(p).tell_lap(PipelineNews::Kind::kLapShown);
        return GST_PAD_PROBE_DROP;
      default: break;
    }
    return GST_PAD_PROBE_OK;
  }

  static GstPadProbeReturn on_buffer(GstPad* pad, GstPadProbeInfo* probe, gpointer p) {
    if (self(p).over) return GST_PAD_PROBE_DROP;
    self(p).time->give_time(probe);
    if (!self(p).options.paced) return GST_PAD_PROBE_OK;
    const GstBuffer& buffer = *GST_PAD_PROBE_INFO_BUFFER(probe);
    self(p).time->keep(pad, buffer);
    // The picture before it stands until then.
    if (const auto due = self(p).time->due(buffer)) self(p).shown_until = *due;
    return GST_PAD_PROBE_OK;
  }

  // A picture of a playlist may stand as long as the piece that it is in; a piece that is missing is not waited for.
  GstClockTimeDiff longest_gap() const {
    if (!options.playlist) return kLongestGap;
    const auto piece = std::chrono::nanoseconds(options.playlist->longest_piece()).count();
    return std::clamp<GstClockTimeDiff>(piece * 9 / 10, GST_SECOND, kLongestGap);
  }

  GstClockTime usual_duration() {
    std::lock_guard lock(mutex);
    const double fps = info.fps > 0 ? info.fps : options.fallback_fps;
    return static_cast<GstClockTime>(GST_SECOND / fps);
  }

  static GstFlowReturn on_new_sample(GstAppSink* appsink, gpointer p) {
    GstSample* sample = gst_app_sink_pull_sample(appsink);
    if (sample) self(p).deliver(std::shared_ptr<GstSample>(sample, gst_sample_unref), false);
    return GST_FLOW_OK;
  }

  // While it is held, a jump still shows the picture of its target.
  static GstFlowReturn on_new_preroll(GstAppSink* appsink, gpointer p) {
    const auto& time = *self(p).time;
    if (!time.held() || (time.begins() == TimeLine::Begins::kNothing && self(p).opened)) return GST_FLOW_OK;
    GstSample* sample = gst_app_sink_pull_preroll(appsink);
    if (sample) self(p).deliver(std::shared_ptr<GstSample>(sample, gst_sample_unref), true);
    return GST_FLOW_OK;
  }

  void deliver(std::shared_ptr<GstSample> sample, bool still) {
    GstBuffer* buffer = gst_sample_get_buffer(sample.get());
    if (!buffer) return;
    GstCaps* now = gst_sample_get_caps(sample.get());
    const bool changed = now && now != caps.get() && (!caps || !gst_caps_is_equal(now, caps.get()));
    if (changed) {
      caps.reset(gst_caps_ref(now));
      learn(now);
    }
    const TimeLine::Shown shown = still ? time->show_still(*buffer) : time->show(*buffer);
    if (seekable && shown.place) position = shown.place->time;
    auto video = options.paced ? coded.take(sample.get()) : std::nullopt;
    on_sample({.gst = std::move(sample),
               .captured_at = shown.captured_at,
               .discontinuity = shown.begins != TimeLine::Begins::kNothing,
               .jump = shown.begins == TimeLine::Begins::kJump,
               .live = live,
               .place = shown.place,
               .length = shown.length,
               .coded = std::move(video)});
    if (!std::exchange(opened, true))
      news.post({.kind = PipelineNews::Kind::kOpened});
    else if (changed)
      news.post({.kind = PipelineNews::Kind::kChanged});
  }

  void learn(const GstCaps* caps) {
    std::lock_guard lock(mutex);
    const GstStructure* fields = gst_caps_get_structure(caps, 0);
    int n = 0, d = 1;
    gst_structure_get_int(fields, "width", &info.width);
    gst_structure_get_int(fields, "height", &info.height);
    if (gst_structure_get_fraction(fields, "framerate", &n, &d) && n > 0 && d > 0)
      info.fps = static_cast<double>(n) / d;
    if (gst_structure_get_fraction(fields, "pixel-aspect-ratio", &n, &d) && n > 0 && d > 0 &&
        gst_structure_has_name(fields, "video/x-raw"))
      info.width = static_cast<int>(std::lround(static_cast<double>(info.width) * n / d));
    info.live = live;
  }
};

MediaPipeline::MediaPipeline(const Options& options, PipelineNews& news, OnSample on_sample, SoundPad::OnPiece on_sound)
    : impl_(std::make_unique<Impl>(options, news, std::move(on_sample), std::move(on_sound))) {}
MediaPipeline::~MediaPipeline() = default;

bool MediaPipeline::open() {
  const auto change = gst_element_set_state(impl_->pipeline.get(), GST_STATE_PAUSED);
  if (change == GST_STATE_CHANGE_FAILURE) impl_->fail(damaged(impl_->options.spec.shown));  // unless it has said why
  if (change != GST_STATE_CHANGE_NO_PREROLL) return false;
  impl_->live = true;
  g_object_set(impl_->sink, "sync", FALSE, nullptr);
  gst_element_set_state(impl_->pipeline.get(), GST_STATE_PLAYING);
  return true;
}

void MediaPipeline::play(TimePoint not_before) {
  impl_->seekable = impl_->can_seek();
  // From here on we set the running time: a flushing seek does not restart it.
  gst_element_set_start_time(impl_->pipeline.get(), GST_CLOCK_TIME_NONE);
  const TimePoint begin = std::max(Clock::now(), not_before);
  gst_element_set_base_time(impl_->pipeline.get(), static_cast<GstClockTime>(begin.time_since_epoch().count()));
  gst_element_set_state(impl_->pipeline.get(), GST_STATE_PLAYING);
}

bool MediaPipeline::is_shown() const { return impl_->is_shown(); }

Duration MediaPipeline::position() const {
  return impl_->options.playlist ? impl_->input->position() : impl_->position.load();
}

std::optional<HlsClock> MediaPipeline::clock() const { return impl_->input->clock(); }
std::uint64_t MediaPipeline::piece() const { return impl_->input->piece(); }

bool MediaPipeline::rewind(bool flush, Duration to) {
  return !impl_->leaks_when_sent() && impl_->send_to(to, flush ? GST_SEEK_FLAG_FLUSH : GST_SEEK_FLAG_NONE);
}

bool MediaPipeline::jump(Duration to) {
  impl_->time->expect_jump();
  return impl_->send_to(to, GstSeekFlags(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE));
}

void MediaPipeline::hold() {
  impl_->time->hold(true);
  impl_->held_at = Clock::now();
  gst_element_set_state(impl_->pipeline.get(), GST_STATE_PAUSED);
}

void MediaPipeline::go_on() {
  const auto stood = std::chrono::nanoseconds(Clock::now() - impl_->held_at).count();
  gst_element_set_base_time(impl_->pipeline.get(),
                            gst_element_get_base_time(impl_->pipeline.get()) + static_cast<GstClockTime>(stood));
  impl_->time->hold(false);
  gst_element_set_state(impl_->pipeline.get(), GST_STATE_PLAYING);
}

void MediaPipeline::set_looping(bool looping) { impl_->looping = looping; }
unsigned MediaPipeline::flushes() const { return impl_->flushes; }

bool MediaPipeline::can_jump() const { return length() > Duration::zero() && impl_->can_seek(); }

SourceInfo MediaPipeline::info() const {
  std::unique_lock lock(impl_->mutex);
  SourceInfo info = impl_->info;
  lock.unlock();
  gint64 length = 0;
  if (!info.live && !impl_->options.playlist &&
      gst_element_query_duration(impl_->pipeline.get(), GST_FORMAT_TIME, &length) && length > 0)
    info.length = std::chrono::nanoseconds(length);
  info.codec = impl_->input->codec();
  info.sound = impl_->input->sound_codec();
  return info;
}

Duration MediaPipeline::length() const {
  gint64 length = 0;  // a live stream may name one that means nothing
  const bool told = !impl_->live && gst_element_query_duration(impl_->pipeline.get(), GST_FORMAT_TIME, &length);
  return Duration(told ? length : 0);
}
bool MediaPipeline::sound_offered() const { return impl_->input->sound_offered(); }

}  // namespace np
