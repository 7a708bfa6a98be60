#include "source/pipeline/sound_decoder.hpp"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/audio/audio.h>

#include <cmath>
#include <mutex>
#include <span>
#include <string>
#include <utility>

#include "audio/limiter.hpp"
#include "base/gst_ptr.hpp"
#include "source/pipeline/allowed_elements.hpp"
#include "source/pipeline/gst_make.hpp"

namespace np {
namespace {

constexpr guint64 kMaxCodedWaiting = 5 * GST_SECOND;
constexpr guint64 kMaxBytesWaiting = 16u << 20;
// What people watch at home is mixed down with these: the voices in the middle stay clear, what only rumbles goes.
constexpr float kFront = 0.5F, kCentre = 0.7071F, kAround = 0.35F;

std::vector<float> weights_of(const GstAudioInfo& info) {
  const auto channels = static_cast<std::size_t>(GST_AUDIO_INFO_CHANNELS(&info));
  if (channels <= 2 || GST_AUDIO_INFO_IS_UNPOSITIONED(&info))
    return std::vector<float>(channels, 1.0F / static_cast<float>(channels));
  std::vector<float> weights;
  for (std::size_t c = 0; c < channels; ++c) switch (info.position[c]) {
      case GST_AUDIO_CHANNEL_POSITION_FRONT_LEFT:
      case GST_AUDIO_CHANNEL_POSITION_FRONT_RIGHT: weights.push_back(kFront); break;
      case GST_AUDIO_CHANNEL_POSITION_FRONT_CENTER: weights.push_back(kCentre); break;
      case GST_AUDIO_CHANNEL_POSITION_LFE1:
      case GST_AUDIO_CHANNEL_POSITION_LFE2: weights.push_back(0); break;
      default: weights.push_back(kAround);
    }
  return weights;
}

// Rubbish may decode to what is no number.
std::vector<std::int16_t> mixed_down(std::span<const float> samples, const std::vector<float>& weights) {
  std::vector<std::int16_t> out(samples.size() / weights.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    float sum = 0;
    for (std::size_t c = 0; c < weights.size(); ++c)
      if (const float sample = samples[i * weights.size() + c]; std::isfinite(sample)) sum += weights[c] * sample;
    out[i] = limited(sum);
  }
  return out;
}

}  // namespace

struct SoundDecoder::Impl {
  const OnSound on_sound;
  GstObjectPtr<GstElement> pipeline;
  GstAppSrc* in = nullptr;  // these belong to the pipeline
  GstElement* convert = nullptr;

  // The decoder's thread's own.
  GstCapsPtr caps;
  std::vector<float> weights;

  mutable std::mutex mutex;  // guards what follows
  std::string broken;

  explicit Impl(OnSound f) : on_sound(std::move(f)) {
    pipeline.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    GstBin* bin = GST_BIN(pipeline.get());
    const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), on_message, this, nullptr);
    in = GST_APP_SRC(add_element(bin, "appsrc"));
    g_object_set(in, "format", GST_FORMAT_TIME, "max-time", kMaxCodedWaiting, "max-bytes", kMaxBytesWaiting,
                 "max-buffers", guint64{0}, "leaky-type", GST_APP_LEAKY_TYPE_UPSTREAM, nullptr);
    GstElement* decode = add_element(bin, "decodebin");
    convert = add_element(bin, "audioconvert");
    GstElement* resample = add_element(bin, "audioresample");
    GstElement* out = add_element(bin, "appsink");
    const GstCapsPtr wanted(
        gst_caps_from_string("audio/x-raw,format=" GST_AUDIO_NE(F32) ",layout=interleaved,rate=48000"));
    g_object_set(out, "caps", wanted.get(), "sync", FALSE, "async", FALSE, "max-buffers", 2u, "enable-last-sample",
                 FALSE, nullptr);
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = on_new_sample;
    gst_app_sink_set_callbacks(GST_APP_SINK(out), &callbacks, this, nullptr);
    g_signal_connect(decode, "pad-added", G_CALLBACK(on_pad), this);
    g_signal_connect(decode, "autoplug-select", G_CALLBACK(on_choice), nullptr);
    g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element), this);
    gst_element_link(GST_ELEMENT(in), decode);
    gst_element_link_many(convert, resample, out, nullptr);
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  }

  ~Impl() {
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
  }

  static Impl& self(gpointer p) { return *static_cast<Impl*>(p); }

  void fail(std::string why) {
    std::lock_guard lock(mutex);
    if (broken.empty()) broken = std::move(why);
  }

  static GstBusSyncReply on_message(GstBus*, GstMessage* message, gpointer p) {
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
      GError* error = nullptr;
      gst_message_parse_error(message, &error, nullptr);
      const GErrorPtr owner(error);
      self(p).fail(error->message);
    }
    gst_message_unref(message);
    return GST_BUS_DROP;
  }

  static void on_pad(GstElement*, GstPad* pad, gpointer p) {
    const GstObjectPtr<GstPad> to(gst_element_get_static_pad(self(p).convert, "sink"));
    if (!gst_pad_is_linked(to.get())) gst_pad_link(pad, to.get());
  }

  // decodebin's GstAutoplugSelectResult: 0 takes the element, 2 passes it over.
  static int on_choice(GstElement*, GstPad*, GstCaps*, GstElementFactory* factory, gpointer) {
    const char* name = GST_OBJECT_NAME(factory);
    return may_parse(name) || may_decode_sound(name) ? 0 : 2;
  }

  // Holes and rubbish in between are no reason to give up: what can be heard is heard.
  static void on_element(GstBin*, GstBin*, GstElement* element, gpointer) {
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), "max-errors"))
      g_object_set(element, "max-errors", -1, nullptr);
  }

  static GstFlowReturn on_new_sample(GstAppSink* sink, gpointer p) {
    if (const GstSamplePtr sample{gst_app_sink_pull_sample(sink)}) self(p).take(sample.get());
    return GST_FLOW_OK;
  }

  void take(GstSample* sample) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    GstCaps* now = gst_sample_get_caps(sample);
    if (!buffer || !now || !GST_BUFFER_PTS_IS_VALID(buffer)) return;
    if (!caps || (now != caps.get() && !gst_caps_is_equal(now, caps.get()))) {
      caps.reset(gst_caps_ref(now));
      GstAudioInfo info;
      if (!gst_audio_info_from_caps(&info, now)) return fail("its form is not known");
      weights = weights_of(info);
    }
    GstMapInfo map;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) return;
    auto samples = mixed_down({reinterpret_cast<const float*>(map.data), map.size / sizeof(float)}, weights);
    gst_buffer_unmap(buffer, &map);
    if (!samples.empty()) on_sound(std::move(samples), std::chrono::nanoseconds(GST_BUFFER_PTS(buffer)));
  }

  void push(GstBuffer* buffer, GstCaps* caps, Duration at) {
    buffer = gst_buffer_copy(buffer);  // its memory is shared
    GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(std::chrono::nanoseconds(at).count());
    GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
    const GstSamplePtr sample(gst_sample_new(buffer, caps, nullptr, nullptr));
    gst_buffer_unref(buffer);
    gst_app_src_push_sample(in, sample.get());
  }
};

SoundDecoder::SoundDecoder(OnSound on_sound) : impl_(std::make_unique<Impl>(std::move(on_sound))) {}
SoundDecoder::~SoundDecoder() = default;

void SoundDecoder::push(GstBuffer* buffer, GstCaps* caps, Duration at) { impl_->push(buffer, caps, at); }

std::string SoundDecoder::broken() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->broken;
}

}  // namespace np
