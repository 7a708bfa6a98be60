#include "livekit/publisher.hpp"

#include <gst/app/gstappsrc.h>
#include <gst/webrtc/webrtc.h>

#include <utility>

#include "base/error.hpp"
#include "base/log.hpp"

namespace np::livekit {
namespace {

constexpr guint64 kMaxSoundQueued = 10 * AudioStream::kBlockSamples * sizeof(std::int16_t);  // 200 ms
constexpr guint64 kMaxDataQueued = 1u << 20;
constexpr std::size_t kMaxDataWaiting = 1u << 20;

// In-band error correction repairs single losses without anybody waiting for it.
constexpr const char* kVoice =
    "appsrc name=sound is-live=true format=time "
    "caps=audio/x-raw,format=S16LE,rate=48000,channels=1,layout=interleaved ! "
    "opusenc bitrate=40000 frame-size=20 inband-fec=true packet-loss-percentage=10 audio-type=voice ! "
    "rtpopuspay pt=111 ! capsfilter caps=application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,payload=111,"
    "encoding-params=(string)2";

}  // namespace

Publisher::Publisher(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, bool voice,
                     Listener listener, DataListener data)
    : PeerTransport(loop, std::move(closings), std::move(setup), std::move(listener)), data_(std::move(data)) {
  if (voice) add_voice();
  // Channels can be made from READY on, and have to be in the offer.
  gst_element_set_state(pipeline(), GST_STATE_READY);
  add_channel("_reliable", "options,ordered=true");
  add_channel("_lossy", "options,ordered=false,max-retransmits=(int)0");
  gst_element_set_state(pipeline(), GST_STATE_PLAYING);
  if (voice) push({}, now());
}

void Publisher::offer(DescriptionFn then) {
  if (sound_ && !sound_known_)
    offer_ = std::move(then);
  else
    make_offer(std::move(then));
}

void Publisher::add_voice() {
  GError* error = nullptr;
  GstElement* source = gst_parse_bin_from_description(kVoice, TRUE, &error);
  const GErrorPtr owner(error);
  if (!source)
    throw Error(ErrorKind::kUnsupported, "GStreamer's Opus is not installed: install gstreamer1.0-plugins-base.");
  gst_bin_add(GST_BIN(pipeline()), source);
  sound_.reset(GST_APP_SRC(gst_bin_get_by_name(GST_BIN(source), "sound")));
  gst_app_src_set_max_bytes(sound_.get(), kMaxSoundQueued);
  gst_app_src_set_leaky_type(sound_.get(), GST_APP_LEAKY_TYPE_DOWNSTREAM);
  const GstObjectPtr<GstPad> from(gst_element_get_static_pad(source, "src"));
  const GstObjectPtr<GstPad> to(gst_element_request_pad_simple(webrtc(), "sink_%u"));
  // The format has gone ahead of the first packet.
  const auto on_packet = +[](GstPad*, GstPadProbeInfo*, gpointer p) {
    auto& self = *static_cast<Publisher*>(p);
    self.gate().post([&self] {
      self.sound_known_ = true;
      if (const auto then = std::exchange(self.offer_, nullptr)) self.make_offer(then);
    });
    return GST_PAD_PROBE_REMOVE;
  };
  gst_pad_add_probe(from.get(), GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST), on_packet,
                    this, nullptr);
  gst_pad_link(from.get(), to.get());
  GstWebRTCRTPTransceiver* raw = nullptr;
  g_object_get(to.get(), "transceiver", &raw, nullptr);
  const GstObjectPtr<GstWebRTCRTPTransceiver> transceiver(raw);
  g_object_set(raw, "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, nullptr);
  // webrtcbin puts the transceiver's name into the track's id, which is what the server looks for.
  voice_cid_ = to_string(GCharPtr(gst_object_get_name(GST_OBJECT(raw))));
}

void Publisher::add_channel(const char* label, const char* options) {
  const std::unique_ptr<GstStructure, GstFree<gst_structure_free>> how(gst_structure_from_string(options, nullptr));
  GObject* channel = nullptr;
  g_signal_emit_by_name(webrtc(), "create-data-channel", label, how.get(), &channel);
  if (!channel)
    throw Error(ErrorKind::kUnsupported, "GStreamer has no data channels: install gstreamer1.0-plugins-bad.");
  const auto on_data = +[](GObject*, GBytes* bytes, gpointer p) {
    gsize size = 0;
    const auto* data = bytes ? static_cast<const char*>(g_bytes_get_data(bytes, &size)) : nullptr;
    if (!data) return;
    auto& self = *static_cast<Publisher*>(p);
    if (self.data_waiting_.fetch_add(size) > kMaxDataWaiting) {
      self.data_waiting_ -= size;
      return;
    }
    self.gate().post([&self, packet = std::string(data, size)] {
      self.data_waiting_ -= packet.size();
      self.data_.on_data(packet);
    });
  };
  const auto on_open = +[](GObject*, gpointer p) {
    auto& self = *static_cast<Publisher*>(p);
    self.gate().post([&self] {
      self.open_ = true;
      self.data_.on_open();
    });
  };
  g_signal_connect(channel, "on-message-data", G_CALLBACK(on_data), this);
  if (channels_.empty()) g_signal_connect(channel, "on-open", G_CALLBACK(on_open), this);
  channels_.emplace_back(channel);
}

GstClockTime Publisher::now() const {
  const GstObjectPtr<GstClock> clock(gst_pipeline_get_pipeline_clock(GST_PIPELINE(pipeline())));
  return gst_clock_get_time(clock.get()) - gst_element_get_base_time(pipeline());
}

void Publisher::send_sound(const AudioStream::Block& block) {
  if (!sound_) return;
  if (!first_sample_) {
    begun_ = now();
    first_sample_ = block.first_sample;
  }
  push(block.samples, begun_ + gst_util_uint64_scale(block.first_sample - *first_sample_, GST_SECOND, kSampleRate));
}

void Publisher::push(const Samples& samples, GstClockTime at) {
  GstBuffer* buffer = gst_buffer_new_memdup(samples.data(), sizeof(samples));
  GST_BUFFER_PTS(buffer) = at;
  GST_BUFFER_DURATION(buffer) = gst_util_uint64_scale(samples.size(), GST_SECOND, kSampleRate);
  gst_app_src_push_buffer(sound_.get(), buffer);
}

bool Publisher::send_data(const std::string& packet) {
  if (!open_) return false;
  auto* channel = GST_WEBRTC_DATA_CHANNEL(channels_.front().get());
  guint64 queued = 0;
  g_object_get(channel, "buffered-amount", &queued, nullptr);
  if (queued > kMaxDataQueued) return false;
  const std::unique_ptr<GBytes, GstFree<g_bytes_unref>> bytes(g_bytes_new(packet.data(), packet.size()));
  return gst_webrtc_data_channel_send_data_full(channel, bytes.get(), nullptr);
}

}  // namespace np::livekit
