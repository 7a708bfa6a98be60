#include "source/media_pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "base/log.hpp"
#include "source/gst_errors.hpp"
#include "source/gst_make.hpp"
#include "base/gst_ptr.hpp"
#include "source/video_input.hpp"

namespace np {
namespace {

// A sender's clock may jump, as at the joints of a recording: over such gaps pictures go on without a pause.
constexpr GstClockTimeDiff kLongestGap = 10 * GST_SECOND;
constexpr GstClockTimeDiff kLongestStepBack = GST_SECOND;
// Decoders let no picture be earlier than the one before: where time has jumped back, all have that one's.
constexpr int kMostAtOnce = 2;
// What comes later than this is late for good: the network was away, or the machine is too slow.
constexpr Duration kLatest = std::chrono::seconds(1);

}  // namespace

struct MediaPipeline::Impl {
  Options options;
  PipelineNews& news;
  OnSample on_sample;
  GstObjectPtr<GstElement> pipeline;
  GstObjectPtr<GstClock> clock;
  GstElement* sink = nullptr;  // these belong to the pipeline
  GstElement* convert = nullptr;
  std::unique_ptr<VideoInput> input;
  bool live = false;
  std::atomic<unsigned> rewinds{0};

  std::mutex mutex;  // guards what follows
  std::string missing;
  SourceInfo info;

  // The streaming thread's own.
  bool opened = false;
  GstCapsPtr caps;  // of the newest picture
  bool keeping_time = false;
  unsigned laps_begun = 0;  // of those asked for by rewinds
  bool lap_begins = false;
  GstSegment segment;
  GstClockTime lap_lead = 0;               // from a lap's beginning to its first picture
  GstClockTime last_pts = 0;
  int standing = 0;                        // pictures since time has moved
  GstClockTime end = GST_CLOCK_TIME_NONE;  // running time at which the last picture so far is over

  Impl(const Options& o, PipelineNews& n, OnSample f) : options(o), news(n), on_sample(std::move(f)) {
    gst_segment_init(&segment, GST_FORMAT_TIME);
    pipeline.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    clock.reset(gst_system_clock_obtain());
    gst_pipeline_use_clock(GST_PIPELINE(pipeline.get()), clock.get());
    const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), on_message, this, nullptr);

    sink = add_element(GST_BIN(pipeline.get()), "appsink");
    const GstCapsPtr wanted(gst_caps_from_string("video/x-raw;image/jpeg"));
    g_object_set(sink, "caps", wanted.get(), "sync", options.paced, "max-buffers", 2u, "wait-on-eos", FALSE,
                 "enable-last-sample", FALSE, nullptr);
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = on_new_sample;
    callbacks.propose_allocation = on_allocation;
    gst_app_sink_set_callbacks(GST_APP_SINK(sink), &callbacks, this, nullptr);
    const GstObjectPtr<GstPad> pad(gst_element_get_static_pad(sink, "sink"));
    gst_pad_add_probe(pad.get(), GstPadProbeType(GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH),
                      on_event, this, nullptr);
    if (options.paced) gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, on_buffer, this, nullptr);
    input = std::make_unique<VideoInput>(
        GST_BIN(pipeline.get()), VideoInput::Options{options.spec, options.over_tcp},
        VideoInput::Listener{.on_pad = [this](GstPad* pad, bool jpeg) { link(pad, jpeg); },
                             .on_flowing = [this] { news.post({PipelineNews::Kind::kFlowing, {}}); },
                             .on_segment_read = [this] { news.post({PipelineNews::Kind::kLapRead, {}}); },
                             .on_failed = [this](Error error) { fail(std::move(error)); }});
  }

  ~Impl() {
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
  }

  static Impl& self(gpointer p) { return *static_cast<Impl*>(p); }

  void fail(Error error) { news.post({PipelineNews::Kind::kFailed, std::move(error)}); }

  static GstBusSyncReply on_message(GstBus*, GstMessage* message, gpointer p) {
    self(p).hear(message);
    gst_message_unref(message);
    return GST_BUS_DROP;
  }

  void hear(GstMessage* message) {
    switch (GST_MESSAGE_TYPE(message)) {
      case GST_MESSAGE_ASYNC_DONE: news.post({PipelineNews::Kind::kPrerolled, {}}); break;
      case GST_MESSAGE_EOS: news.post({PipelineNews::Kind::kEnded, {}}); break;
      case GST_MESSAGE_ELEMENT:
        if (auto what = missing_decoder(message); !what.empty()) {
          std::lock_guard lock(mutex);
          missing = std::move(what);
        }
        break;
      case GST_MESSAGE_STREAM_COLLECTION: {
        GstStreamCollection* raw = nullptr;
        gst_message_parse_stream_collection(message, &raw);
        const GstObjectPtr<GstStreamCollection> collection(raw);
        if (!collection || gst_stream_collection_get_size(raw) == 0 || first_video(raw)) break;
        std::unique_lock lock(mutex);
        const std::string what = missing;
        lock.unlock();
        fail(!what.empty()    ? no_decoder(options.spec.shown, what)
             : has_sound(raw) ? no_video(options.spec.shown)
                              : not_a_video(options.spec.shown));
        break;
      }
      case GST_MESSAGE_WARNING:
      case GST_MESSAGE_ERROR: {
        GError* error = nullptr;
        char* debug = nullptr;
        const bool fatal = GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR;
        fatal ? gst_message_parse_error(message, &error, &debug) : gst_message_parse_warning(message, &error, &debug);
        const GErrorPtr error_owner(error);
        const GCharPtr debug_owner(debug);
        log::debug("GStreamer, {}: {}", GST_MESSAGE_SRC_NAME(message), error->message);
        if (!fatal) break;
        std::unique_lock lock(mutex);
        const std::string what = missing;
        lock.unlock();
        fail(source_error(message, options.spec.shown, what));
        break;
      }
      default: break;
    }
  }

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

  // Clips of phones say how they were held. What cannot be turned as it is gets converted first; all else passes
  // through.
  void add_conversion() {
    convert = add_element(GST_BIN(pipeline.get()), "videoconvert");
    GstElement* flip = add_element(GST_BIN(pipeline.get()), "videoflip");
    gst_util_set_object_arg(G_OBJECT(flip), "video-direction", "auto");
    gst_element_link_many(convert, flip, sink, nullptr);
    gst_element_sync_state_with_parent(flip);
    gst_element_sync_state_with_parent(convert);
  }

  // Decoders may hand over pictures in the memory layout they have, so that nothing is copied.
  static gboolean on_allocation(GstAppSink*, GstQuery* query, gpointer) {
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    return TRUE;
  }

  static GstPadProbeReturn on_event(GstPad*, GstPadProbeInfo* probe, gpointer p) {
    GstEvent* event = GST_PAD_PROBE_INFO_EVENT(probe);
    switch (GST_EVENT_TYPE(event)) {
      case GST_EVENT_SEGMENT:
        if (self(p).keeping_time) break;
        GST_PAD_PROBE_INFO_DATA(probe) = self(p).join(event);
        break;
      case GST_EVENT_FLUSH_STOP: self(p).laps_begun = self(p).rewinds - 1; break;  // those before the last are gone
      case GST_EVENT_EOS:
        if (!self(p).options.loop) break;
        // Seen while the last picture still stands: the way back takes place within its time.
        self(p).news.post({PipelineNews::Kind::kLapShown, {}});
        return GST_PAD_PROBE_DROP;
      default: break;
    }
    return GST_PAD_PROBE_OK;
  }

  // A new lap begins where the last picture of the one before ends, whatever the container (sound that is longer than
  // the pictures, a last picture without a duration) or a flush would make of it: no gap, no jump.
  GstEvent* join(GstEvent* event) {
    gst_event_copy_segment(event, &segment);
    // Short files are read several laps ahead of what is shown.
    if (segment.format != GST_FORMAT_TIME || laps_begun == rewinds) return event;
    ++laps_begun;
    if (!GST_CLOCK_TIME_IS_VALID(end)) return event;  // nothing was shown yet
    lap_begins = true;
    segment.base = end > lap_lead ? end - lap_lead : 0;
    GstEvent* joined = gst_event_new_segment(&segment);
    gst_event_set_seqnum(joined, gst_event_get_seqnum(event));
    gst_event_unref(event);
    return joined;
  }

  static GstPadProbeReturn on_buffer(GstPad* pad, GstPadProbeInfo* probe, gpointer p) {
    self(p).keep_time(pad, *GST_PAD_PROBE_INFO_BUFFER(probe));
    return GST_PAD_PROBE_OK;
  }

  // Where time jumps or has run away, it goes on from the picture before, or from now: what follows is shown at its own
  // speed again.
  void keep_time(GstPad* pad, const GstBuffer& buffer) {
    const GstClockTime pts = GST_BUFFER_PTS(&buffer);
    if (live || !GST_CLOCK_TIME_IS_VALID(pts) || !GST_CLOCK_TIME_IS_VALID(end) || segment.format != GST_FORMAT_TIME)
      return;
    guint64 length = 0;
    const int sign = gst_segment_to_running_time_full(&segment, GST_FORMAT_TIME, pts, &length);
    if (sign == 0) return;
    const auto begin = sign * static_cast<GstClockTimeDiff>(length);
    const auto gap = begin - static_cast<GstClockTimeDiff>(end);
    const auto now = static_cast<GstClockTimeDiff>(Clock::now().time_since_epoch().count()) -
                     static_cast<GstClockTimeDiff>(gst_element_get_base_time(sink));
    standing = pts <= last_pts ? standing + 1 : 0;
    last_pts = pts;
    if (gap > kLongestGap || gap < -kLongestStepBack || standing > kMostAtOnce)
      go_on(pad, pts, end);
    else if (now - begin > std::chrono::nanoseconds(kLatest).count())
      go_on(pad, pts, static_cast<GstClockTime>(now));
  }

  // From this picture on, at this running time.
  void go_on(GstPad* pad, GstClockTime pts, GstClockTime at) {
    if (const auto time = gst_segment_to_stream_time(&segment, GST_FORMAT_TIME, pts); GST_CLOCK_TIME_IS_VALID(time))
      segment.time = time;
    segment.start = segment.position = pts;
    segment.stop = GST_CLOCK_TIME_NONE;
    segment.base = at;
    segment.offset = 0;
    keeping_time = true;
    gst_pad_send_event(pad, gst_event_new_segment(&segment));
    keeping_time = false;
  }

  GstClockTime usual_duration() {
    std::lock_guard lock(mutex);
    const double fps = info.fps > 0 ? info.fps : options.fallback_fps;
    return static_cast<GstClockTime>(GST_SECOND / fps);
  }

  static GstFlowReturn on_new_sample(GstAppSink* appsink, gpointer p) {
    GstSample* sample = gst_app_sink_pull_sample(appsink);
    if (sample) self(p).deliver(std::shared_ptr<GstSample>(sample, gst_sample_unref));
    return GST_FLOW_OK;
  }

  void deliver(std::shared_ptr<GstSample> sample) {
    GstBuffer* buffer = gst_sample_get_buffer(sample.get());
    if (!buffer) return;
    GstCaps* now = gst_sample_get_caps(sample.get());
    const bool changed = now && now != caps.get() && (!caps || !gst_caps_is_equal(now, caps.get()));
    if (changed) {
      caps.reset(gst_caps_ref(now));
      learn(now);
    }
    Sample out{std::move(sample), captured(*buffer), std::exchange(lap_begins, false), live};
    on_sample(std::move(out));
    if (!std::exchange(opened, true))
      news.post({PipelineNews::Kind::kOpened, {}});
    else if (changed)
      news.post({PipelineNews::Kind::kChanged, {}});
  }

  TimePoint captured(GstBuffer& buffer) {
    const GstClockTime pts = GST_BUFFER_PTS(&buffer);
    if (live || !GST_CLOCK_TIME_IS_VALID(pts) || segment.format != GST_FORMAT_TIME) return Clock::now();
    const GstClockTime begin = gst_segment_to_running_time(&segment, GST_FORMAT_TIME, pts);
    if (!GST_CLOCK_TIME_IS_VALID(begin)) return Clock::now();
    if (lap_begins || !GST_CLOCK_TIME_IS_VALID(end)) lap_lead = begin - segment.base;
    end = begin + (GST_BUFFER_DURATION_IS_VALID(&buffer) ? GST_BUFFER_DURATION(&buffer) : usual_duration());
    if (!options.paced) {
      const auto media_time = gst_segment_to_stream_time(&segment, GST_FORMAT_TIME, pts);
      return kUnpacedEpoch + std::chrono::nanoseconds(media_time);
    }
    return TimePoint(std::chrono::nanoseconds(gst_element_get_base_time(sink) + begin));
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

MediaPipeline::MediaPipeline(const Options& options, PipelineNews& news, OnSample on_sample)
    : impl_(std::make_unique<Impl>(options, news, std::move(on_sample))) {}
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
  // From here on running time is ours: a flushing seek does not begin it anew.
  gst_element_set_start_time(impl_->pipeline.get(), GST_CLOCK_TIME_NONE);
  const TimePoint begin = std::max(Clock::now(), not_before);
  gst_element_set_base_time(impl_->pipeline.get(), static_cast<GstClockTime>(begin.time_since_epoch().count()));
  gst_element_set_state(impl_->pipeline.get(), GST_STATE_PLAYING);
}

bool MediaPipeline::rewind(bool flush) {
  const GstQueryPtr query(gst_query_new_seeking(GST_FORMAT_TIME));
  gboolean seekable = FALSE;
  if (gst_element_query(impl_->pipeline.get(), query.get()))
    gst_query_parse_seeking(query.get(), nullptr, &seekable, nullptr, nullptr);
  // The beginning of a live playlist is a place that moves; it has no length.
  gint64 length = 0;
  if (impl_->options.spec.kind != "file" && !gst_element_query_duration(impl_->pipeline.get(), GST_FORMAT_TIME, &length))
    seekable = FALSE;
  if (!seekable) return false;
  ++impl_->rewinds;
  // Not every way over the network can do segments.
  const auto flags =
      GstSeekFlags((impl_->options.spec.kind != "file" ? 0 : GST_SEEK_FLAG_SEGMENT) | (flush ? GST_SEEK_FLAG_FLUSH : 0));
  return gst_element_seek(impl_->pipeline.get(), 1.0, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE,
                          -1);
}

SourceInfo MediaPipeline::info() const {
  std::lock_guard lock(impl_->mutex);
  SourceInfo info = impl_->info;
  info.codec = impl_->input->codec();
  return info;
}

}  // namespace np
