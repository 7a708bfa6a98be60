#include "source/video_input.hpp"

#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>
#include <gst/sdp/gstsdpmessage.h>

#include <atomic>
#include <mutex>
#include <string_view>
#include <utility>

#include "source/gst_errors.hpp"
#include "source/gst_make.hpp"
#include "base/gst_ptr.hpp"

namespace np {
namespace {

constexpr guint kRtspLatencyMs = 200;
constexpr guint64 kRtspTimeoutUs = 2'000'000;
constexpr guint64 kUdpTimeoutUs = 1'000'000;
constexpr Duration kTellFlowEvery = std::chrono::milliseconds(500);
// What a camera compresses itself is shown as it is; raw pictures of a size that USB carries at a good rate.
constexpr const char* kCameraCaps =
    "image/jpeg,width=[1,1920],height=[1,1080]; video/x-raw,width=[1,1280],height=[1,720]; image/jpeg; video/x-raw";
// Compressed pictures that may wait for the decoder.
constexpr guint kMaxQueuedBytes = 8u << 20;
constexpr guint64 kMaxQueuedTime = GST_SECOND;
// Up to here one thread decodes fast enough and saves memory and CPU; larger pictures get four.
constexpr int kOneThreadPixels = 1920 * 1088;

using FactoryList = std::unique_ptr<GList, GstFree<gst_plugin_feature_list_free>>;

bool is_video(GstStream* stream) { return gst_stream_get_stream_type(stream) & GST_STREAM_TYPE_VIDEO; }

std::string_view type_of(GstCaps* caps) { return gst_structure_get_name(gst_caps_get_structure(caps, 0)); }

// "H.264 (Main Profile)" is more than people ask for.
std::string codec_name(GstCaps* caps) {
  if (type_of(caps) == "image/jpeg") return "JPEG";
  std::string name = to_string(GCharPtr(gst_pb_utils_get_codec_description(caps)));
  if (const auto profile = name.find(" ("); profile != std::string::npos) name.resize(profile);
  return name;
}

}  // namespace

struct VideoInput::Impl {
  GstBin* bin;
  const Options options;
  const Listener listener;
  std::atomic<int> decoder_threads{1};
  std::atomic<bool> connected{false};
  std::atomic<bool> offered{false};  // RTSP: a video
  std::atomic<TimePoint> flow_told_at{TimePoint{}};
  mutable std::mutex mutex;  // guards what follows
  std::string codec;

  Impl(GstBin* b, const Options& o, Listener l) : bin(b), options(o), listener(std::move(l)) {
    g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element), this);
    const std::string& kind = options.spec.kind;
    kind == "file" ? add_file() : kind == "rtsp" ? add_rtsp() : kind == "camera" ? add_camera() : add_web_address();
  }
  ~Impl() { g_signal_handlers_disconnect_by_data(bin, this); }

  static Impl& self(gpointer p) { return *static_cast<Impl*>(p); }

  void add_rtsp() {
    GstElement* source = add_element(bin, "rtspsrc");
    g_object_set(source, "location", options.spec.text.c_str(), "latency", kRtspLatencyMs, "drop-on-latency", TRUE,
                 "tcp-timeout", kRtspTimeoutUs, "timeout", kUdpTimeoutUs, "user-agent", "nerdpudding/" NP_VERSION,
                 nullptr);
    gst_util_set_object_arg(G_OBJECT(source), "protocols", options.over_tcp ? "tcp" : "udp+udp-mcast");
    g_signal_connect(source, "on-sdp", G_CALLBACK(on_description), this);
    g_signal_connect(source, "select-stream", G_CALLBACK(on_offer), this);
    g_signal_connect(source, "pad-added", G_CALLBACK(on_rtp), this);
  }

  static void on_description(GstElement*, GstSDPMessage* description, gpointer p) {
    for (guint i = 0; i < gst_sdp_message_medias_len(description); ++i)
      if (const char* media = gst_sdp_media_get_media(gst_sdp_message_get_media(description, i));
          media && std::string_view(media) == "video")
        return;
    self(p).listener.on_failed(no_video(self(p).options.spec.shown));
  }

  // The first video alone: nobody hears the sound, so that it need not be sent.
  static gboolean on_offer(GstElement*, guint, GstCaps* caps, gpointer p) {
    const char* media = gst_structure_get_string(gst_caps_get_structure(caps, 0), "media");
    if (!media || std::string_view(media) != "video") return FALSE;
    return !self(p).offered.exchange(true);
  }

  static void on_rtp(GstElement*, GstPad* pad, gpointer p) {
    gst_pad_add_probe(pad, GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST), on_flow, p,
                      nullptr);
    GstElement* parse = self(p).add_parser();
    const GstObjectPtr<GstPad> in(gst_element_get_static_pad(parse, "sink"));
    if (GST_PAD_LINK_FAILED(gst_pad_link(pad, in.get()))) self(p).listener.on_failed(damaged(self(p).options.spec.shown));
    gst_element_sync_state_with_parent(parse);
  }

  static GstPadProbeReturn on_flow(GstPad*, GstPadProbeInfo*, gpointer p) {
    const TimePoint now = Clock::now();
    if (now - self(p).flow_told_at.load() < kTellFlowEvery) return GST_PAD_PROBE_OK;
    self(p).flow_told_at = now;
    self(p).listener.on_flowing();
    return GST_PAD_PROBE_OK;
  }

  void add_camera() {
    GstElement* source = add_element(bin, "v4l2src");
    GstElement* choice = add_element(bin, "capsfilter");
    const GstCapsPtr wanted(gst_caps_from_string(kCameraCaps));
    g_object_set(source, "device", options.spec.path.c_str(), nullptr);
    g_object_set(choice, "caps", wanted.get(), nullptr);
    gst_element_link(source, choice);
    const GstObjectPtr<GstPad> out(gst_element_get_static_pad(choice, "src"));
    wait_for_data(out.get());
  }

  // Not by uridecodebin3 or decodebin3: in GStreamer 1.28 the one may lock up for ever while it finds out what kind of
  // file it is, and the other may look for a decoder before the parser has told it what for.
  void add_file() {
    GstElement* file = add_element(bin, "filesrc");
    g_object_set(file, "location", options.spec.path.c_str(), nullptr);
    gst_element_link(file, add_parser());
  }

  GstElement* add_parser() {
    GstElement* parse = add_element(bin, "parsebin");
    g_signal_connect(parse, "pad-added", G_CALLBACK(on_stream), this);
    return parse;
  }

  // Not by uridecodebin3, for the same reasons.
  void add_web_address() {
    GstElement* source = add_element(bin, "urisourcebin");
    g_object_set(source, "uri", options.spec.text.c_str(), "parse-streams", TRUE, "use-buffering", FALSE, nullptr);
    g_signal_connect(source, "pad-added", G_CALLBACK(on_web_stream), this);
  }

  static void on_web_stream(GstElement*, GstPad* pad, gpointer p) {
    gst_pad_add_probe(pad, GstPadProbeType(GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM), on_web_data,
                      p, nullptr);
  }

  // A playlist's pads come before anybody knows what they carry, and its demuxer gives up where nobody takes it.
  static GstPadProbeReturn on_web_data(GstPad* pad, GstPadProbeInfo* probe, gpointer p) {
    const GstObjectPtr<GstStream> stream(gst_pad_get_stream(pad));
    const bool video = stream && is_video(stream.get());
    if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM)
      return video ? on_first_data(pad, probe, p) : GST_PAD_PROBE_PASS;
    return video && !self(p).connected.exchange(true) ? on_first_data(pad, probe, p) : GST_PAD_PROBE_DROP;
  }

  static void on_stream(GstElement*, GstPad* pad, gpointer p) {
    const GstObjectPtr<GstStream> stream(gst_pad_get_stream(pad));
    if (!stream || !is_video(stream.get()) || self(p).connected.exchange(true)) return;
    self(p).wait_for_data(pad);
  }

  void wait_for_data(GstPad* pad) {
    gst_pad_add_probe(
        pad,
        GstPadProbeType(GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM),
        on_first_data, this, nullptr);
  }

  // When the first picture comes the parser has said all there is to say about the stream.
  static GstPadProbeReturn on_first_data(GstPad* pad, GstPadProbeInfo* probe, gpointer p) {
    if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
      if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(probe)) == GST_EVENT_EOS)
        self(p).listener.on_failed(damaged(self(p).options.spec.shown));
      return GST_PAD_PROBE_PASS;
    }
    try {
      self(p).connect(pad);
    } catch (const Error& e) {
      self(p).listener.on_failed(e);
    }
    return GST_PAD_PROBE_REMOVE;
  }

  // parsebin, a queue that lets reading run ahead, a decoder where one is needed.
  void connect(GstPad* pad) {
    const GstCapsPtr caps(gst_pad_get_current_caps(pad));
    if (!caps) throw damaged(options.spec.shown);
    learn(caps.get());
    const bool jpeg = type_of(caps.get()) == "image/jpeg";
    GstElement* queue = add_element(bin, "queue");
    g_object_set(queue, "max-size-buffers", 0u, "max-size-bytes", kMaxQueuedBytes, "max-size-time", kMaxQueuedTime,
                 nullptr);
    GstElement* last = jpeg || type_of(caps.get()) == "video/x-raw" ? queue : add_decoder(caps.get());
    if (last != queue) gst_element_link(queue, last);
    const GstObjectPtr<GstPad> out(gst_element_get_static_pad(last, "src"));
    listener.on_pad(out.get(), jpeg);
    if (last != queue) gst_element_sync_state_with_parent(last);
    gst_element_sync_state_with_parent(queue);
    const GstObjectPtr<GstPad> in(gst_element_get_static_pad(queue, "sink"));
    gst_pad_add_probe(in.get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_queued, this, nullptr);
    if (GST_PAD_LINK_FAILED(gst_pad_link(pad, in.get()))) throw damaged(options.spec.shown);
  }

  // Not the demuxer's message of the same name: it comes while the demuxer may still wait for room in the queue, and so
  // would everybody who wants to seek.
  static GstPadProbeReturn on_queued(GstPad*, GstPadProbeInfo* probe, gpointer p) {
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(probe)) == GST_EVENT_SEGMENT_DONE) self(p).listener.on_segment_read();
    return GST_PAD_PROBE_OK;
  }

  // The one GStreamer ranks highest of those that can be set up: a graphics card's may be busy or not there.
  GstElement* add_decoder(GstCaps* caps) {
    const FactoryList all(gst_element_factory_list_get_elements(
        GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO | GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE,
        GST_RANK_MARGINAL));
    const FactoryList fitting(gst_element_factory_list_filter(all.get(), caps, GST_PAD_SINK, TRUE));
    for (const GList* at = fitting.get(); at; at = at->next) {
      GstElement* decoder = gst_element_factory_create(GST_ELEMENT_FACTORY(at->data), nullptr);
      if (!decoder) continue;
      gst_bin_add(bin, decoder);
      if (gst_element_set_state(decoder, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE) return decoder;
      gst_element_set_state(decoder, GST_STATE_NULL);
      gst_bin_remove(bin, decoder);
    }
    throw no_decoder(options.spec.shown, decoder_name(caps));
  }

  void learn(GstCaps* caps) {
    int width = 0, height = 0;
    const GstStructure* fields = gst_caps_get_structure(caps, 0);
    gst_structure_get_int(fields, "width", &width);
    gst_structure_get_int(fields, "height", &height);
    decoder_threads = width * height > kOneThreadPixels ? 4 : 1;
    std::lock_guard lock(mutex);
    codec = codec_name(caps);
  }

  static void set_where_known(GstElement* element, std::initializer_list<const char*> properties, bool value) {
    for (const char* property : properties)
      if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), property))
        g_object_set(element, property, static_cast<gboolean>(value), nullptr);
  }

  static void on_element(GstBin*, GstBin*, GstElement* element, gpointer p) {
    GstElementFactory* factory = gst_element_get_factory(element);
    if (!factory) return;
    // Only whole pictures count: none that is grey for want of a key frame, none with holes.
    set_where_known(element, {"wait-for-keyframe", "request-keyframe", "discard-corrupted-frames",
                              "automatic-request-sync-points"},
                    true);
    set_where_known(element, {"output-corrupt"}, false);
    if (gst_element_factory_list_is_type(factory, GST_ELEMENT_FACTORY_TYPE_DEMUXER)) {
      if (const GstObjectPtr<GstPad> pad{gst_element_get_static_pad(element, "sink")})
        gst_pad_add_probe(pad.get(), GstPadProbeType(GST_PAD_PROBE_TYPE_PULL | GST_PAD_PROBE_TYPE_BUFFER),
                          on_first_read, nullptr, nullptr);
    } else if (gst_element_factory_list_is_type(
                   factory, GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO)) {
      const std::string threads = std::to_string(self(p).decoder_threads.load());
      for (const char* property : {"max-threads", "n-threads", "threads"})
        if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), property))
          gst_util_set_object_arg(G_OBJECT(element), property, threads.c_str());
    }
  }

  // parsebin swallows what a demuxer complains of before it is fully plugged in, which parsebin marks by unlocking its
  // state: a file that is cut off right at its beginning would hang. So the demuxer waits for that moment.
  static GstPadProbeReturn on_first_read(GstPad* pad, GstPadProbeInfo*, gpointer) {
    const GstObjectPtr<GstElement> demuxer(gst_pad_get_parent_element(pad));
    for (int ms = 0; demuxer && gst_element_is_locked_state(demuxer.get()) && ms < 100; ++ms) g_usleep(1000);
    return GST_PAD_PROBE_REMOVE;
  }
};

VideoInput::VideoInput(GstBin* bin, const Options& options, Listener listener)
    : impl_(std::make_unique<Impl>(bin, options, std::move(listener))) {}
VideoInput::~VideoInput() = default;

std::string VideoInput::codec() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->codec;
}

}  // namespace np
