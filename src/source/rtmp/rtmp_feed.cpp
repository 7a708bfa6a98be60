#include "source/rtmp/rtmp_feed.hpp"

#include <gst/app/gstappsrc.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "source/pipeline/gst_make.hpp"

namespace np {
namespace {

// Coded pictures that wait for the parser; the publisher waits meanwhile.
constexpr std::uint64_t kMostAhead = 4u << 20;  // bytes

const char* caps_of(rtmp::Codec codec) {
  switch (codec) {
    case rtmp::Codec::kH264: return "video/x-h264,stream-format=avc,alignment=au";
    case rtmp::Codec::kH265: return "video/x-h265,stream-format=hvc1,alignment=au";
    case rtmp::Codec::kAv1: return "video/x-av1,stream-format=obu-stream,alignment=tu";
    case rtmp::Codec::kVp8: return "video/x-vp8";
    case rtmp::Codec::kVp9: return "video/x-vp9";
    case rtmp::Codec::kAac: return "audio/mpeg,mpegversion=4,stream-format=raw";
    case rtmp::Codec::kMp3: return "audio/mpeg,mpegversion=1,layer=3";
    case rtmp::Codec::kOpus: return "audio/x-opus,channel-mapping-family=0,rate=48000";
  }
  return "";
}

bool has_codec_data(rtmp::Codec codec) {
  return codec == rtmp::Codec::kH264 || codec == rtmp::Codec::kH265 || codec == rtmp::Codec::kAv1 ||
         codec == rtmp::Codec::kAac;
}

GstBuffer* buffer_of(std::string all) {
  auto* bytes = new std::string(std::move(all));
  return gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, bytes->data(), bytes->size(), 0, bytes->size(), bytes,
                                     [](gpointer p) { delete static_cast<std::string*>(p); });
}

// AudioSpecificConfig's first two bytes: five bits of profile, four of rate, four of channels.
void set_aac_form(GstCaps* caps, const std::string& head) {
  constexpr int kRates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350};
  if (head.size() < 2) return;
  const unsigned bits = static_cast<std::uint8_t>(head[0]) << 8 | static_cast<std::uint8_t>(head[1]);
  const unsigned rate = bits >> 7 & 15, channels = bits >> 3 & 15;
  if (rate < std::size(kRates)) gst_caps_set_simple(caps, "rate", G_TYPE_INT, kRates[rate], nullptr);
  if (channels > 0 && channels < 7)
    gst_caps_set_simple(caps, "channels", G_TYPE_INT, static_cast<int>(channels), nullptr);
  if (channels == 7) gst_caps_set_simple(caps, "channels", G_TYPE_INT, 8, nullptr);
}

GstElement* add_source(GstBin* bin) {
  GstElement* source = add_element(bin, "appsrc");
  g_object_set(source, "is-live", TRUE, "format", GST_FORMAT_TIME, "max-bytes", guint64{0}, "block", FALSE, nullptr);
  return source;
}

GstClockTime time_of(Duration time) { return static_cast<GstClockTime>(std::chrono::nanoseconds(time).count()); }

}  // namespace

RtmpFeed::RtmpFeed(GstBin* bin, std::shared_ptr<rtmp::Stream> stream, OnSound on_sound)
    : stream_(std::move(stream)), on_sound_(std::move(on_sound)), video_(add_source(bin)), sound_(add_source(bin)) {}

RtmpFeed::~RtmpFeed() { stream_->leave(); }

void RtmpFeed::begin() {
  stream_->take(
      {.on_unit = [this](rtmp::Unit unit) { take(std::move(unit)); }, .has_room = [this] { return has_room(); }});
}

bool RtmpFeed::has_room() const { return gst_app_src_get_current_level_bytes(GST_APP_SRC(video_)) < kMostAhead; }

void RtmpFeed::take_head(const rtmp::Unit& unit) {
  GstCapsPtr caps(gst_caps_from_string(caps_of(unit.codec)));
  if (unit.head && has_codec_data(unit.codec)) {
    GstBuffer* head = buffer_of(unit.bytes);
    gst_caps_set_simple(caps.get(), "codec_data", GST_TYPE_BUFFER, head, nullptr);
    gst_buffer_unref(head);
  }
  if (unit.codec == rtmp::Codec::kAac) set_aac_form(caps.get(), unit.bytes);
  // OpusHead: its tenth byte.
  const int channels =
      unit.codec == rtmp::Codec::kOpus && unit.head && unit.bytes.size() > 9 ? unit.bytes[9] & 0xFF : 2;
  if (unit.codec == rtmp::Codec::kOpus) gst_caps_set_simple(caps.get(), "channels", G_TYPE_INT, channels, nullptr);
  const bool sound = is_sound(unit.codec);
  gst_app_src_set_caps(GST_APP_SRC(sound ? sound_ : video_), caps.get());
  (sound ? sound_caps_ : video_caps_) = std::move(caps);
}

void RtmpFeed::take(rtmp::Unit unit) {
  const bool sound = is_sound(unit.codec);
  const auto& caps = sound ? sound_caps_ : video_caps_;
  if (unit.head) return take_head(unit);
  // What comes before its head cannot be decoded; some kinds have none.
  if (!caps && has_codec_data(unit.codec)) return;
  if (!caps) take_head(unit);
  if (sound && !std::exchange(sound_told_, true)) {
    const GstObjectPtr<GstPad> pad(gst_element_get_static_pad(sound_, "src"));
    on_sound_(pad.get(), caps.get());
  }
  GstBuffer* buffer = buffer_of(std::move(unit.bytes));
  const Duration shown = unit.time + unit.until_shown;
  GST_BUFFER_PTS(buffer) = time_of(std::max(shown, Duration::zero()));
  GST_BUFFER_DTS(buffer) = time_of(unit.time);
  if (!unit.key) GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  gst_app_src_push_buffer(GST_APP_SRC(sound ? sound_ : video_), buffer);
}

}  // namespace np
