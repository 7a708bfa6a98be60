#include "source/video_input.hpp"

#include <gst/gst.h>
#include <gst/video/video.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "base/gst_ptr.hpp"
#include "source/arriving/arriving_feed.hpp"
#include "source/hls/hls_feed.hpp"
#include "source/pictures/coded_video.hpp"
#include "source/pipeline/allowed_elements.hpp"
#include "source/pipeline/caps.hpp"
#include "source/pipeline/demuxer_watch.hpp"
#include "source/pipeline/flow_watch.hpp"
#include "source/pipeline/gst_errors.hpp"
#include "source/pipeline/gst_make.hpp"
#include "source/pipeline/stream_elements.hpp"
#include "source/pipeline/video_decoder.hpp"
#include "source/reasons.hpp"
#include "source/rtmp/rtmp_feed.hpp"
#include "video/coded_size.hpp"

namespace np {
namespace {

// Compressed pictures that may wait for the decoder.
constexpr guint kMaxQueuedBytes = 8u << 20;
constexpr int kMostParts = 100;  // demuxers and parsers: a film with all its languages has forty
// A web server may send so much before anything can be shown: some demuxers hold all of it, and copy it once.
constexpr std::uint64_t kMaxUnshown = 48u << 20;  // bytes
// Up to here one thread decodes fast enough and saves memory and CPU; larger pictures get one a core.
constexpr int kOneThreadPixels = 1920 * 1088;
const int kManyThreads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 4u));

bool has_type(GstStream* stream, GstStreamType type) { return gst_stream_get_stream_type(stream) & type; }

}  // namespace

struct VideoInput::Impl {
  GstBin* bin;
  const Options options;
  const Listener listener;
  FlowWatch flow{listener.on_flowing, [this] {
                   if (!connected) listener.on_failed(sender_gone(options.spec));
                 }};
  std::atomic<int> decoder_threads{1}, parts{0};
  std::atomic<bool> connected{false}, sound_found{false};
  std::atomic<bool> offered{false}, sound_offered{false};  // by RTSP
  std::atomic<bool> agrees_on_sound{false};                // with the sender, how it is to be sent
  std::atomic<bool> claimed{false};                        // a size, by a picture itself
  std::atomic<bool> refused{false};                        // for its size or build: nothing of it goes any further
  std::atomic<std::uint64_t> unshown{0};
  std::string type;     // of the stream, set before any of it goes on
  bool claims = false;  // its pictures say themselves how large they are, and no parser has looked
  std::unique_ptr<ArrivingFeed> arriving;
  std::unique_ptr<HlsFeed> feed;
  std::unique_ptr<RtmpFeed> published;
  std::shared_ptr<SrtCallers> callers;
  mutable std::mutex mutex;  // guards what follows
  std::string codec, sound_codec;
  GstElement* queue = nullptr;  // the bin's
  std::optional<HlsClock> clock;

  Impl(GstBin* b, const Options& o, Listener l) : bin(b), options(o), listener(std::move(l)) {
    g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element), this);
    const std::string& kind = options.spec.kind;
    if (kind == "srt" || kind == "udp")
      add_transport_stream();
    else if (options.published)
      add_published();
    else
      kind == "file" ? add_file() : kind == "rtsp" ? add_rtsp() : kind == "camera" ? add_camera() : add_web_address();
  }
  ~Impl() {
    if (callers) callers->close();
    feed.reset();  // these ask for what is below
    arriving.reset();
    published.reset();
    g_signal_handlers_disconnect_by_data(bin, this);
  }

  static Impl& self(gpointer p) { return *static_cast<Impl*>(p); }

  void add_rtsp() {
    GstElement* source = make_rtsp_source(bin, options.address, options.over_tcp);
    g_signal_connect(source, "on-sdp", G_CALLBACK(on_description), this);
    g_signal_connect(source, "select-stream", G_CALLBACK(on_offer), this);
    g_signal_connect(source, "pad-added", G_CALLBACK(on_rtp), this);
  }

  static void on_description(GstElement*, GstSDPMessage* description, gpointer p) {
    if (!offers_video(*description)) self(p).listener.on_failed(no_video(self(p).options.spec.shown));
  }

  // The first video and the first sound.
  static gboolean on_offer(GstElement*, guint, GstCaps* caps, gpointer p) {
    const std::string media = text_in(caps, "media");
    const bool sound = media == "audio" && self(p).options.sound;
    self(p).agrees_on_sound = sound;
    return (sound && !self(p).sound_offered.exchange(true)) || (media == "video" && !self(p).offered.exchange(true));
  }

  static void on_rtp(GstElement*, GstPad* pad, gpointer p) {
    GstCapsPtr caps(gst_pad_get_current_caps(pad));
    if (!caps) caps.reset(gst_pad_query_caps(pad, nullptr));
    if (!gst_caps_is_empty(caps.get()) && !gst_caps_is_any(caps.get()) && text_in(caps.get(), "media") == "audio")
      return self(p).take_sound(pad, caps.get());
    self(p).flow.watch(pad);
    GstElement* parse = self(p).add_parser();
    const GstObjectPtr<GstPad> in(gst_element_get_static_pad(parse, "sink"));
    if (GST_PAD_LINK_FAILED(gst_pad_link(pad, in.get())))
      self(p).listener.on_failed(damaged(self(p).options.spec.shown));
    gst_element_sync_state_with_parent(parse);
  }

  void take_sound(GstPad* pad, GstCaps* caps) {
    if (!options.sound || sound_found.exchange(true)) return;
    {
      std::lock_guard lock(mutex);
      sound_codec = caps ? sound_codec_name(caps) : "unknown";
    }
    listener.on_sound_pad(pad);
  }

  void take_sound(GstPad* pad) {
    GstCapsPtr caps(gst_pad_get_current_caps(pad));
    // A pad may come before its parser knows the format. What the container says is enough for people.
    if (const GstObjectPtr<GstStream> stream(gst_pad_get_stream(pad)); !caps && stream)
      caps.reset(gst_stream_get_caps(stream.get()));
    take_sound(pad, caps.get());
  }

  void add_camera() {
    wait_for_data(GstObjectPtr<GstPad>(gst_element_get_static_pad(make_camera_source(bin, options.spec), "src")).get());
  }

  // Not by uridecodebin3 or decodebin3: in GStreamer 1.28 the one may lock up for ever while it finds out what kind of
  // file it is, and the other may look for a decoder before the parser has told it what for.
  void add_file() {
    if (options.arriving) {
      arriving = std::make_unique<ArrivingFeed>(bin, options.arriving, options.waits);
      return read_bounded(arriving->element(), add_parser());
    }
    GstElement* file = add_element(bin, "filesrc");
    g_object_set(file, "location", options.spec.path.c_str(), nullptr);
    gst_element_link(file, add_parser());
  }

  GstElement* add_parser() {
    GstElement* parse = add_element(bin, "parsebin");
    g_signal_connect(parse, "pad-added", G_CALLBACK(on_stream), this);
    g_signal_connect(parse, "autoplug-select", G_CALLBACK(on_choice), this);
    return parse;
  }

  // parsebin's GstAutoplugSelectResult: 0 takes the element, 2 passes it over.
  static int on_choice(GstElement*, GstPad*, GstCaps*, GstElementFactory* factory, gpointer p) {
    const bool may = may_parse(GST_OBJECT_NAME(factory));
    if (may && ++self(p).parts > kMostParts) self(p).refuse(Nesting::Fault::kDeep);
    return may && !self(p).refused ? 0 : 2;
  }

  void add_web_address() {
    if (options.playlist) {
      feed = std::make_unique<HlsFeed>(bin, *options.playlist, listener.is_shown, listener.on_failed);
      return void(gst_element_link(feed->element(), add_parser()));
    }
    GstElement* source = add_element(bin, "souphttpsrc");
    g_object_set(source, "location", options.address.c_str(), "automatic-redirect", FALSE, "user-agent",
                 "nerdpudding/" NP_VERSION, nullptr);
    read_bounded(source, add_parser());
  }

  void read_bounded(GstElement* source, GstElement* parse) {
    const GstObjectPtr<GstPad> out(gst_element_get_static_pad(source, "src"));
    gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_BUFFER, on_download, this, nullptr);
    gst_element_link(source, parse);
  }

  // The bytes do not decide: otherwise a stranger could have one demuxer tried after the other.
  void add_transport_stream() {
    const bool srt = options.spec.kind == "srt";
    if (srt) callers = srt_callers(options.spec, [this] { listener.on_failed(sender_gone(options.spec)); });
    GstElement* source = srt ? make_srt_source(bin, options.spec, callers) : make_udp_source(bin, options.spec);
    GstElement* parse = add_parser();
    gst_util_set_object_arg(G_OBJECT(parse), "sink-caps", "video/mpegts,systemstream=true");
    if (srt) flow.watch_callers(source);
    flow.watch(GstObjectPtr<GstPad>(gst_element_get_static_pad(source, "src")).get());
    gst_element_link(source, parse);
  }

  void add_published() {
    published = std::make_unique<RtmpFeed>(bin, options.published,
                                           [this](GstPad* pad, GstCaps* caps) { take_sound(pad, caps); });
    flow.watch(GstObjectPtr<GstPad>(gst_element_get_static_pad(published->video(), "src")).get());
    gst_element_link(published->video(), add_parser());
    published->begin();
  }

  static GstPadProbeReturn on_download(GstPad*, GstPadProbeInfo* probe, gpointer p) {
    if ((self(p).unshown += gst_buffer_get_size(GST_PAD_PROBE_INFO_BUFFER(probe))) < kMaxUnshown)
      return GST_PAD_PROBE_OK;
    if (!self(p).refused.exchange(true))
      self(p).listener.on_failed(no_picture_in(self(p).options.spec.shown, kMaxUnshown));
    return GST_PAD_PROBE_DROP;
  }

  static void on_stream(GstElement*, GstPad* pad, gpointer p) {
    const GstObjectPtr<GstStream> stream(gst_pad_get_stream(pad));
    if (!stream) return;
    if (has_type(stream.get(), GST_STREAM_TYPE_AUDIO)) self(p).take_sound(pad);
    if (has_type(stream.get(), GST_STREAM_TYPE_VIDEO) && !self(p).connected.exchange(true)) self(p).wait_for_data(pad);
  }

  void wait_for_data(GstPad* pad) {
    gst_pad_add_probe(
        pad,
        GstPadProbeType(GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM),
        on_first_data, this, nullptr);
  }

  // By the first picture, the parser has said everything about the stream.
  static GstPadProbeReturn on_first_data(GstPad* pad, GstPadProbeInfo* probe, gpointer p) {
    if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
      if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(probe)) == GST_EVENT_EOS)
        self(p).listener.on_failed(damaged(self(p).options.spec.shown));
      return GST_PAD_PROBE_PASS;
    }
    try {
      if (self(p).feed) self(p).set_clock(pad, GST_PAD_PROBE_INFO_BUFFER(probe));
      self(p).connect(pad);
    } catch (const Error& e) {
      self(p).listener.on_failed(e);
    }
    return GST_PAD_PROBE_REMOVE;
  }

  void set_clock(GstPad* pad, GstBuffer* first) {
    const auto seen = feed->clock_at(pad, first);
    std::lock_guard lock(mutex);
    if (seen) clock = seen;
  }

  // parsebin, a queue that lets reading run ahead, a decoder where one is needed.
  void connect(GstPad* pad) {
    const GstCapsPtr caps(gst_pad_get_current_caps(pad));
    if (!caps) throw damaged(options.spec.shown);
    if (is_protected(caps.get())) throw copy_protected(options.spec.shown);
    type = type_of(caps.get());
    check_size(size_in(caps.get()));
    learn(caps.get());
    const bool jpeg = type == "image/jpeg" && !is_turned(pad);
    GstElement* waiting = add_element(bin, "queue");
    g_object_set(waiting, "max-size-buffers", 0u, "max-size-bytes", kMaxQueuedBytes, "max-size-time",
                 guint64(GST_SECOND), nullptr);
    GstElement* last = jpeg || type == "video/x-raw" ? waiting : add_decoder(bin, caps.get(), options.spec.shown);
    if (last != waiting) gst_element_link(waiting, last);
    const GstObjectPtr<GstPad> out(gst_element_get_static_pad(last, "src"));
    gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM, on_decoded, this, nullptr);
    listener.on_pad(out.get(), jpeg);
    if (last != waiting) gst_element_sync_state_with_parent(last);
    gst_element_sync_state_with_parent(waiting);
    const GstObjectPtr<GstPad> in(gst_element_get_static_pad(waiting, "sink"));
    gst_pad_add_probe(in.get(), GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM, on_queued, this, nullptr);
    if (options.coded) options.coded->watch(in.get());
    {
      std::lock_guard lock(mutex);
      queue = waiting;
    }
    if (GST_PAD_LINK_FAILED(gst_pad_link(pad, in.get()))) throw damaged(options.spec.shown);
  }

  void check_size(PictureSize size) const {
    if (is_too_large(size.width, size.height, type)) throw too_large(options.spec.shown, size.width, size.height, type);
  }

  void refuse(Nesting::Fault fault) {
    if (!refused.exchange(true)) listener.on_failed(not_opened(fault, options.spec.shown));
  }

  // Keeps pictures that claim to be too large away from the decoder.
  GstPadProbeReturn take(GstPadProbeInfo* probe) {
    if (refused) return GST_PAD_PROBE_DROP;
    try {
      if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_BUFFER) {
        unshown = 0;
        // A picture that is damaged later on is dropped alone.
        if (const auto claim = claim_of(GST_PAD_PROBE_INFO_BUFFER(probe)); claim && claimed.exchange(true)) {
          if (is_too_large(claim->width, claim->height, type)) return GST_PAD_PROBE_DROP;
        } else if (claim) {
          check_size(*claim);
        }
      } else if (GstEvent* event = GST_PAD_PROBE_INFO_EVENT(probe); GST_EVENT_TYPE(event) == GST_EVENT_CAPS) {
        GstCaps* caps = nullptr;
        gst_event_parse_caps(event, &caps);
        check_size(size_in(caps));
        if (GstVideoInfo info;
            type_of(caps) == "video/x-raw" && gst_video_info_from_caps(&info, caps) && info.size > kMaxPictureBytes)
          throw too_large(options.spec.shown, info.width, info.height, type);
        if (options.coded && type_of(caps) == "video/x-raw") options.coded->decoded(caps);
      }
      return GST_PAD_PROBE_OK;
    } catch (const Error& e) {
      if (!refused.exchange(true)) listener.on_failed(e);
      return GST_PAD_PROBE_DROP;
    }
  }

  std::optional<PictureSize> claim_of(GstBuffer* buffer) const {
    if (!claims) return std::nullopt;
    std::uint8_t head[4096];
    return coded_size(type, {head, gst_buffer_extract(buffer, 0, head, sizeof head)});
  }

  static GstPadProbeReturn on_decoded(GstPad*, GstPadProbeInfo* probe, gpointer p) { return self(p).take(probe); }

  // Not the demuxer's message of the same name: that comes while the demuxer may still wait for room in the queue, and
  // every seek would wait with it.
  static GstPadProbeReturn on_queued(GstPad*, GstPadProbeInfo* probe, gpointer p) {
    const bool event = (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_BUFFER) == 0;
    if (event && GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(probe)) == GST_EVENT_SEGMENT_DONE)
      self(p).listener.on_segment_read();
    if (!event && self(p).options.keys) self(p).options.keys->add(*GST_PAD_PROBE_INFO_BUFFER(probe));
    return self(p).take(probe);
  }

  void learn(GstCaps* caps) {
    const PictureSize size = size_in(caps);
    decoder_threads = size.width * size.height > kOneThreadPixels ? kManyThreads : 1;
    std::lock_guard lock(mutex);
    codec = codec_name(caps);
    claims = type == "video/x-vp8" || type.starts_with("image/");
  }

  static void on_element(GstBin*, GstBin*, GstElement* element, gpointer p) {
    GstElementFactory* factory = gst_element_get_factory(element);
    if (!factory) return;
    if (self(p).agrees_on_sound && std::string_view(GST_OBJECT_NAME(factory)) == "udpsrc") excuse_silence(element);
    // Only whole pictures count: none that are grey because the key frame is missing, none with holes.
    set_where_known(
        element, {"wait-for-keyframe", "request-keyframe", "discard-corrupted-frames", "automatic-request-sync-points"},
        true);
    set_where_known(element, {"output-corrupt"}, false);
    if (gst_element_factory_list_is_type(factory, GST_ELEMENT_FACTORY_TYPE_DEMUXER)) {
      if (const GstObjectPtr<GstPad> pad{gst_element_get_static_pad(element, "sink")})
        watch_demuxer(pad.get(), GST_OBJECT_NAME(factory), [&input = self(p)](auto fault) { input.refuse(fault); });
    } else if (gst_element_factory_list_is_type(
                   factory, GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO)) {
      set_threads(element, self(p).decoder_threads);
    }
  }
};

VideoInput::VideoInput(GstBin* bin, const Options& options, Listener listener)
    : impl_(std::make_unique<Impl>(bin, options, std::move(listener))) {}
VideoInput::~VideoInput() = default;

std::string VideoInput::codec() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->codec;
}

bool VideoInput::empty() const {
  guint held = 0;
  std::lock_guard lock(impl_->mutex);
  if (impl_->queue) g_object_get(impl_->queue, "current-level-buffers", &held, nullptr);
  return held == 0;
}

Duration VideoInput::position() const { return impl_->feed ? impl_->feed->position() : Duration{}; }
std::string VideoInput::sound_codec() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->sound_codec;
}

std::optional<HlsClock> VideoInput::clock() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->clock;
}

std::uint64_t VideoInput::piece() const { return impl_->feed ? impl_->feed->number() : 0; }

bool VideoInput::sound_offered() const { return impl_->sound_offered; }

}  // namespace np
