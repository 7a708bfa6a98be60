#include "webrtc/track_receiver.hpp"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "base/libav_guard.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "video/coded_size.hpp"
#include "webrtc/codecs.hpp"

namespace np::webrtc {
namespace {

struct Codec {
  const char* mime;
  const char* encoding;
  const char* decode;  // the last element is called "decoder"
};
constexpr std::array kCodecs{
    Codec{"video/vp8", "VP8",
          "rtpvp8depay request-keyframe=true wait-for-keyframe=true ! vp8dec name=decoder threads=1"},
    Codec{"video/h264", "H264",
          "rtph264depay request-keyframe=true wait-for-keyframe=true ! h264parse ! avdec_h264 name=decoder "
          "max-threads=1 output-corrupt=false"},
    Codec{"video/vp9", "VP9",
          "rtpvp9depay request-keyframe=true wait-for-keyframe=true ! vp9parse ! vp9dec name=decoder threads=1"},
};

constexpr Duration kBetweenKeyRequests = std::chrono::milliseconds(500);

const Codec* codec_of(const std::string& mime) {
  const auto* found = std::ranges::find(kCodecs, std::string_view(lower(mime)), &Codec::mime);
  return found == kCodecs.end() ? nullptr : found;
}

// Depayloaders ask for a key picture with every picture that they drop for want of one. LiveKit's server hears PLI
// only, where GStreamer prefers FIR, and sends no lost packet again between a request and the key picture: a late
// request costs more than it brings.
struct KeyRequests {
  TimePoint last{};

  static GstPadProbeReturn filter(GstPad*, GstPadProbeInfo* info, gpointer self) {
    GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
    if (!gst_video_event_is_force_key_unit(event)) return GST_PAD_PROBE_OK;
    auto& last = static_cast<KeyRequests*>(self)->last;
    const TimePoint now = Clock::now();
    if (now - last < kBetweenKeyRequests) return GST_PAD_PROBE_DROP;
    last = now;
    event = gst_event_make_writable(event);
    gst_structure_set(gst_event_writable_structure(event), "all-headers", G_TYPE_BOOLEAN, FALSE, nullptr);
    GST_PAD_PROBE_INFO_DATA(info) = event;
    return GST_PAD_PROBE_OK;
  }
};

// In front of a decoder, which takes memory by what a picture claims: a parser has read it, or its first bytes tell it.
struct SizeGuard {
  std::shared_ptr<const TrackListener> listener;
  bool shut = false;

  static GstPadProbeReturn filter(GstPad* pad, GstPadProbeInfo* info, gpointer p) {
    auto& self = *static_cast<SizeGuard*>(p);
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
      GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
      if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS) return GST_PAD_PROBE_OK;
      GstCaps* caps = nullptr;
      gst_event_parse_caps(event, &caps);
      const GstStructure* fields = gst_caps_get_structure(caps, 0);
      int width = 0, height = 0;
      gst_structure_get_int(fields, "width", &width);
      gst_structure_get_int(fields, "height", &height);
      return self.look(width, height);
    }
    GstBuffer* buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    std::uint8_t head[32];
    const std::size_t length = gst_buffer_extract(buffer, 0, head, sizeof head);
    const GstCapsPtr caps(gst_pad_get_current_caps(pad));
    if (!caps) return self.look(0, 0);
    const auto size = coded_size(gst_structure_get_name(gst_caps_get_structure(caps.get(), 0)), {head, length});
    return size ? self.look(size->width, size->height) : self.look(0, 0);
  }

  GstPadProbeReturn look(int width, int height) {
    if (is_too_large(width, height) && !std::exchange(shut, true)) listener->on_too_large(width, height);
    return shut ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
  }
};

using ListenerPtr = std::shared_ptr<const TrackListener>;

// It goes no further here: each receiver decodes it.
void receive_sound(GstPad* pad, const ListenerPtr& listener) {
  const auto on_packet = +[](GstPad* pad, GstPadProbeInfo* info, gpointer p) {
    const auto& listener = **static_cast<ListenerPtr*>(p);
    const GstCapsPtr caps(gst_pad_get_current_caps(pad));
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    if (GstEvent* event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0)) {
      gst_event_copy_segment(event, &segment);
      gst_event_unref(event);
    }
    const auto hand_over = [&](GstBuffer* buffer) {
      if (caps)
        listener.on_media(
            std::shared_ptr<GstSample>(gst_sample_new(buffer, caps.get(), &segment, nullptr), gst_sample_unref));
    };
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) {
      hand_over(GST_PAD_PROBE_INFO_BUFFER(info));
    } else {
      GstBufferList* list = GST_PAD_PROBE_INFO_BUFFER_LIST(info);
      for (guint i = 0; i < gst_buffer_list_length(list); ++i) hand_over(gst_buffer_list_get(list, i));
    }
    return GST_PAD_PROBE_DROP;
  };
  gst_pad_add_probe(pad, GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST), on_packet,
                    new ListenerPtr(listener), [](gpointer p) { delete static_cast<ListenerPtr*>(p); });
}

void hand_out(GstElement* sink, const ListenerPtr& listener) {
  GstAppSinkCallbacks callbacks{};
  callbacks.new_sample = [](GstAppSink* sink, gpointer p) {
    if (GstSample* sample = gst_app_sink_pull_sample(sink))
      (*static_cast<ListenerPtr*>(p))->on_media(std::shared_ptr<GstSample>(sample, gst_sample_unref));
    return GST_FLOW_OK;
  };
  callbacks.propose_allocation = [](GstAppSink*, GstQuery* query, gpointer) -> gboolean {
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    return TRUE;
  };
  gst_app_sink_set_callbacks(GST_APP_SINK(sink), &callbacks, new ListenerPtr(listener),
                             [](gpointer p) { delete static_cast<ListenerPtr*>(p); });
}

void guard_size(GstElement* decoder, const ListenerPtr& listener) {
  const GstObjectPtr<GstPad> in(gst_element_get_static_pad(decoder, "sink"));
  gst_pad_add_probe(in.get(), GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM),
                    SizeGuard::filter, new SizeGuard{.listener = listener},
                    [](gpointer p) { delete static_cast<SizeGuard*>(p); });
}

}  // namespace

void agree_on(GObject* transceiver, const std::string& mime, int feedback) {
  const Codec* codec = codec_of(mime);
  if (!codec && !is_sound(mime)) return;
  const GstCapsPtr wanted(gst_caps_from_string(
      codec ? np::format("application/x-rtp,media=video,encoding-name={},clock-rate=90000", codec->encoding).c_str()
            : "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000"));
  if (feedback > 0)
    gst_caps_set_simple(wanted.get(), np::format("extmap-{}", feedback).c_str(), G_TYPE_STRING, kTransportFeedback,
                        nullptr);
  g_object_set(transceiver, "codec-preferences", wanted.get(), "do-nack", TRUE, nullptr);
}

unsigned section_of(GObject* transceiver) {
  guint line = 0;
  g_object_get(transceiver, "mlineindex", &line, nullptr);
  return line;
}

unsigned section_of(GstPad* pad) {
  GObject* raw = nullptr;
  g_object_get(pad, "transceiver", &raw, nullptr);
  const GstObjectPtr<GObject> transceiver(raw);
  return raw ? section_of(raw) : 0;
}

// Otherwise the jitter buffer asks again for packets that were never sent if pictures come unevenly, and drops the
// real ones.
void ask_for_lost_packets_only(GstElement* webrtc) {
  const GstObjectPtr<GstElement> rtpbin(gst_bin_get_by_name(GST_BIN(webrtc), "rtpbin"));
  const auto on_buffer = +[](GstElement*, GstElement* buffer, guint, guint, gpointer) {
    g_object_set(buffer, "rtx-next-seqnum", FALSE, nullptr);
  };
  g_signal_connect(rtpbin.get(), "new-jitterbuffer", G_CALLBACK(on_buffer), nullptr);
}

void receive_track(GstElement* pipeline, GstPad* pad, const std::string& mime, TrackListener listener) {
  const auto shared = std::make_shared<const TrackListener>(std::move(listener));
  if (is_sound(mime)) return receive_sound(pad, shared);
  const Codec* codec = codec_of(mime);
  const std::string chain = codec ? np::format(
                                        "{} ! appsink name=out caps=video/x-raw sync=false max-buffers=2 drop=true "
                                        "enable-last-sample=false wait-on-eos=false",
                                        codec->decode)
                                  : "fakesink sync=false async=false";
  GError* error = nullptr;
  GstElement* bin = gst_parse_bin_from_description(chain.c_str(), TRUE, &error);
  const GErrorPtr owner(error);
  if (!bin) {
    log::warn("GStreamer cannot decode {}: install gstreamer1.0-plugins-good and gstreamer1.0-libav.", mime);
    return;
  }
  if (codec) {
    hand_out(GstObjectPtr<GstElement>(gst_bin_get_by_name(GST_BIN(bin), "out")).get(), shared);
    const GstObjectPtr<GstElement> decoder(gst_bin_get_by_name(GST_BIN(bin), "decoder"));
    guard_libav(decoder.get());
    guard_size(decoder.get(), shared);
  }
  gst_bin_add(GST_BIN(pipeline), bin);
  gst_element_sync_state_with_parent(bin);
  const GstObjectPtr<GstPad> in(gst_element_get_static_pad(bin, "sink"));
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, KeyRequests::filter, new KeyRequests,
                    [](gpointer p) { delete static_cast<KeyRequests*>(p); });
  gst_pad_link(pad, in.get());
}

}  // namespace np::webrtc
