#include "livekit/subscriber.hpp"

#include <gst/app/gstappsink.h>
#include <gst/sdp/sdp.h>
#include <gst/video/video.h>
#include <gst/webrtc/webrtc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace np::livekit {
namespace {

struct Codec {
  const char* mime;
  const char* encoding;
  const char* decode;
};
constexpr std::array kCodecs{
    Codec{"video/vp8", "VP8", "rtpvp8depay request-keyframe=true wait-for-keyframe=true ! vp8dec threads=1"},
    Codec{"video/h264", "H264", "rtph264depay request-keyframe=true wait-for-keyframe=true ! h264parse ! avdec_h264 "
                                "max-threads=1 output-corrupt=false"},
    Codec{"video/vp9", "VP9", "rtpvp9depay request-keyframe=true wait-for-keyframe=true ! vp9dec threads=1"},
};

constexpr Duration kBetweenKeyRequests = std::chrono::milliseconds(500);

const Codec* codec_of(const std::string& mime) {
  const auto* found = std::ranges::find(kCodecs, std::string_view(lower(mime)), &Codec::mime);
  return found == kCodecs.end() ? nullptr : found;
}

// The `mid` of each section, in order.
std::vector<std::string> mids_of(const std::string& sdp) {
  std::vector<std::string> mids;
  GstSDPMessage* message = nullptr;
  if (gst_sdp_message_new_from_text(sdp.c_str(), &message) != GST_SDP_OK) return mids;
  for (guint i = 0; i < gst_sdp_message_medias_len(message); ++i) {
    const char* mid = gst_sdp_media_get_attribute_val(gst_sdp_message_get_media(message, i), "mid");
    mids.emplace_back(mid ? mid : "");
  }
  gst_sdp_message_free(message);
  return mids;
}

// Depayloaders ask for a key picture with every picture that they drop for want of one. LiveKit's server hears PLI only, where GStreamer
// prefers FIR, and sends no lost packet again between a request and the key picture: a late request costs more than it brings.
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

}  // namespace

bool Subscriber::can_decode(const std::string& mime) { return codec_of(mime) != nullptr; }

Subscriber::Subscriber(Loop& loop, std::shared_ptr<Closings> closings, const std::vector<IceServer>& ice_servers,
                       Listener listener, PictureFn on_picture)
    : PeerTransport(loop, std::move(closings), ice_servers, std::move(listener)), on_picture_(std::move(on_picture)) {
  g_signal_connect(webrtc(), "on-new-transceiver", G_CALLBACK(on_transceiver), this);
  g_signal_connect(webrtc(), "pad-added", G_CALLBACK(on_pad), this);
  const GstObjectPtr<GstElement> rtpbin(gst_bin_get_by_name(GST_BIN(webrtc()), "rtpbin"));
  // Otherwise it asks again for packets that were never sent where pictures come unevenly, and drops the real ones.
  const auto on_buffer = +[](GstElement*, GstElement* buffer, guint, guint, gpointer) {
    g_object_set(buffer, "rtx-next-seqnum", FALSE, nullptr);
  };
  g_signal_connect(rtpbin.get(), "new-jitterbuffer", G_CALLBACK(on_buffer), nullptr);
  gst_element_set_state(pipeline(), GST_STATE_PLAYING);
}

void Subscriber::answer(const Description& offer, const std::map<std::string, std::string>& mimes, DescriptionFn then) {
  const auto mids = mids_of(offer.sdp);
  sections_ = mids.size();
  {
    std::lock_guard lock(sections_mutex_);
    for (unsigned line = 0; line < mids.size(); ++line) {
      const auto track = offer.track_of_mid.find(mids[line]);
      if (track == offer.track_of_mid.end()) continue;
      const auto mime = mimes.find(track->second);
      section_of_line_[line] = {track->second, mime == mimes.end() ? "" : mime->second};
    }
  }
  set_remote(true, offer.sdp, [this, then = std::move(then)] { make_answer(then); });
}

// One codec for each section, so that the pad carries it from the beginning.
void Subscriber::on_transceiver(GstElement*, GObject* transceiver, gpointer p) {
  auto& self = *static_cast<Subscriber*>(p);
  guint line = 0;
  g_object_get(transceiver, "mlineindex", &line, nullptr);
  std::string mime;
  {
    std::lock_guard lock(self.sections_mutex_);
    if (const auto section = self.section_of_line_.find(line); section != self.section_of_line_.end())
      mime = section->second.mime;
  }
  const Codec* codec = codec_of(mime);
  if (!codec) return;
  const GstCapsPtr wanted(gst_caps_from_string(
      np::format("application/x-rtp,media=video,encoding-name={},clock-rate=90000", codec->encoding).c_str()));
  g_object_set(transceiver, "codec-preferences", wanted.get(), "do-nack", TRUE, nullptr);
}

void Subscriber::on_pad(GstElement*, GstPad* pad, gpointer p) {
  if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC) return;
  auto& self = *static_cast<Subscriber*>(p);
  GObject* raw = nullptr;
  g_object_get(pad, "transceiver", &raw, nullptr);
  const GstObjectPtr<GObject> transceiver(raw);
  guint line = 0;
  if (raw) g_object_get(raw, "mlineindex", &line, nullptr);
  Section section;
  {
    std::lock_guard lock(self.sections_mutex_);
    if (const auto found = self.section_of_line_.find(line); found != self.section_of_line_.end())
      section = found->second;
  }
  self.receive(pad, section);
}

void Subscriber::receive(GstPad* pad, const Section& section) {
  const Codec* codec = codec_of(section.mime);
  const std::string chain = codec ? np::format(
                                        "{} ! appsink name=out caps=video/x-raw sync=false max-buffers=2 drop=true "
                                        "enable-last-sample=false wait-on-eos=false",
                                        codec->decode)
                                  : "fakesink sync=false async=false";
  GError* error = nullptr;
  GstElement* bin = gst_parse_bin_from_description(chain.c_str(), TRUE, &error);
  const GErrorPtr owner(error);
  if (!bin) {
    log::warn("GStreamer cannot decode {}: install gstreamer1.0-plugins-good and gstreamer1.0-libav.", section.mime);
    return;
  }
  if (codec) {
    struct Out {
      Subscriber& self;
      std::string sid;
    };
    const GstObjectPtr<GstElement> sink(gst_bin_get_by_name(GST_BIN(bin), "out"));
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* sink, gpointer p) {
      const auto& out = *static_cast<Out*>(p);
      if (GstSample* sample = gst_app_sink_pull_sample(sink))
        out.self.on_picture_(out.sid, std::shared_ptr<GstSample>(sample, gst_sample_unref));
      return GST_FLOW_OK;
    };
    callbacks.propose_allocation = [](GstAppSink*, GstQuery* query, gpointer) -> gboolean {
      gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
      return TRUE;
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(sink.get()), &callbacks, new Out{*this, section.sid},
                               [](gpointer p) { delete static_cast<Out*>(p); });
  }
  gst_bin_add(GST_BIN(pipeline()), bin);
  gst_element_sync_state_with_parent(bin);
  const GstObjectPtr<GstPad> in(gst_element_get_static_pad(bin, "sink"));
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, KeyRequests::filter, new KeyRequests,
                    [](gpointer p) { delete static_cast<KeyRequests*>(p); });
  gst_pad_link(pad, in.get());
}

}  // namespace np::livekit
