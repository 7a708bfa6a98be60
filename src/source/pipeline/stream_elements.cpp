#include "source/pipeline/stream_elements.hpp"

#include <gio/gio.h>

#include <boost/url/url.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "base/gst_ptr.hpp"
#include "source/pipeline/gst_make.hpp"
#include "source/stream_place.hpp"

namespace np {
namespace {

// Pictures that a camera compresses itself are shown as they are; raw ones of a size that USB carries at a good rate.
constexpr const char* kCameraCaps =
    "image/jpeg,width=[1,1920],height=[1,1080]; video/x-raw,width=[1,1280],height=[1,720]; image/jpeg; video/x-raw";
constexpr guint kRtspLatencyMs = 200;
constexpr guint64 kRtspTimeoutUs = 2'000'000;
constexpr guint64 kUdpTimeoutUs = 1'000'000;
constexpr int kSrtLookEveryMs = 100;
// A burst of key frames at 50 Mbit/s, as the kernel may hold it.
constexpr int kUdpBuffer = 2 << 20;

using CallersPtr = std::shared_ptr<SrtCallers>;

std::string host_of(GObject* address) {
  if (!G_IS_INET_SOCKET_ADDRESS(address)) return "?";
  return to_string(
      GCharPtr(g_inet_address_to_string(g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(address)))));
}

// On threads of SRT's and of the element's, which may outlast all but the callers.
void look_later(const CallersPtr& callers);
gboolean may_call(GstElement*, GObject* address, const char* id, gpointer p) {
  const auto& callers = *static_cast<CallersPtr*>(p);
  if (callers->may_call(host_of(address), id ? id : "", Clock::now())) return TRUE;
  look_later(callers);
  return FALSE;
}
void on_caller(GstElement*, gint, GObject* address, gpointer callers) {
  (*static_cast<CallersPtr*>(callers))->came(host_of(address));
}
GstPadProbeReturn on_sent(GstPad*, GstPadProbeInfo*, gpointer callers) {
  (*static_cast<CallersPtr*>(callers))->sent(Clock::now());
  return GST_PAD_PROBE_OK;
}
void forget(gpointer callers) { delete static_cast<CallersPtr*>(callers); }

// GStreamer's clock is ours.
void look_later(const CallersPtr& callers) {
  const TimePoint at = callers->look_at();
  if (at == TimePoint::max()) return;
  const auto on_time = +[](GstClock*, GstClockTime, GstClockID, gpointer p) -> gboolean {
    const auto& callers = *static_cast<CallersPtr*>(p);
    callers->look(Clock::now());
    look_later(callers);
    return TRUE;
  };
  constexpr GstClockTime kBehind = GST_MSECOND;
  const GstObjectPtr<GstClock> clock(gst_system_clock_obtain());
  const auto time = std::chrono::nanoseconds(at.time_since_epoch()).count();
  GstClockID alarm = gst_clock_new_single_shot_id(clock.get(), static_cast<GstClockTime>(time) + kBehind);
  gst_clock_id_wait_async(alarm, on_time, new CallersPtr(callers), forget);
  gst_clock_id_unref(alarm);
}
void forget_closure(gpointer callers, GClosure*) { forget(callers); }

void ask_before_calls(GstElement* source, const CallersPtr& callers) {
  g_object_set(source, "authentication", TRUE, nullptr);
  g_signal_connect_data(source, "caller-connecting", G_CALLBACK(may_call), new CallersPtr(callers), forget_closure, {});
  g_signal_connect_data(source, "caller-added", G_CALLBACK(on_caller), new CallersPtr(callers), forget_closure, {});
  const GstObjectPtr<GstPad> out(gst_element_get_static_pad(source, "src"));
  gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_BUFFER, on_sent, new CallersPtr(callers), forget);
}

std::string host_or(const StreamPlace& place, const char* any) { return place.host.empty() ? any : place.host; }

}  // namespace

GstElement* make_camera_source(GstBin* bin, const SourceSpec& spec) {
  GstElement* source = add_element(bin, "v4l2src");
  GstElement* choice = add_element(bin, "capsfilter");
  const GstCapsPtr wanted(gst_caps_from_string(kCameraCaps));
  g_object_set(source, "device", spec.path.c_str(), nullptr);
  g_object_set(choice, "caps", wanted.get(), nullptr);
  gst_element_link(source, choice);
  return choice;
}

GstElement* make_rtsp_source(GstBin* bin, const std::string& address, bool over_tcp) {
  GstElement* source = add_element(bin, "rtspsrc");
  g_object_set(source, "location", address.c_str(), "latency", kRtspLatencyMs, "drop-on-latency", TRUE, "tcp-timeout",
               kRtspTimeoutUs, "timeout", kUdpTimeoutUs, "user-agent", "nerdpudding/" NP_VERSION, nullptr);
  gst_util_set_object_arg(G_OBJECT(source), "protocols", over_tcp ? "tcp" : "udp+udp-mcast");
  return source;
}

GstElement* make_srt_source(GstBin* bin, const SourceSpec& spec, const std::shared_ptr<SrtCallers>& callers) {
  const StreamPlace place = stream_place(spec.text);
  // Destroying the last element shuts the library down. That takes more than a second, longer than a source may take to
  // close.
  [[maybe_unused]] static GstElement* const keeps_library = gst_element_factory_make("srtsrc", nullptr);
  GstElement* source = add_element(bin, "srtsrc");
  const std::string host = host_or(place, "0.0.0.0");
  boost::urls::url address;
  address.set_scheme("srt");
  address.set_encoded_host(host.contains(':') ? "[" + host + "]" : host);
  address.set_port_number(static_cast<std::uint16_t>(place.port));
  address.params().append({"mode", spec.listens ? "listener" : "caller"});
  if (spec.listens) {
    address.params().append({"localaddress", host});
    address.params().append({"localport", std::to_string(place.port)});
  }
  for (const auto& [name, value] : place.values)
    if (name != "mode" && name != "passphrase" && name != "streamid") address.params().append({name, value});
  g_object_set(source, "uri", address.c_str(), "auto-reconnect", FALSE, "poll-timeout", kSrtLookEveryMs, nullptr);
  for (const char* name : {"passphrase", "streamid"})
    if (const auto value = place.values.find(name); value != place.values.end())
      g_object_set(source, name, value->second.c_str(), nullptr);
  if (spec.listens) ask_before_calls(source, callers);
  return source;
}

std::shared_ptr<SrtCallers> srt_callers(const SourceSpec& spec, std::function<void()> on_gone) {
  const StreamPlace place = stream_place(spec.text);
  const auto id = place.values.find("streamid");
  return std::make_shared<SrtCallers>(id == place.values.end() ? std::nullopt : std::optional(id->second),
                                      std::move(on_gone));
}

GstElement* make_udp_source(GstBin* bin, const SourceSpec& spec) {
  const StreamPlace place = stream_place(spec.text);
  GstElement* source = add_element(bin, "udpsrc");
  g_object_set(source, "address", host_or(place, "0.0.0.0").c_str(), "port", place.port, "buffer-size", kUdpBuffer,
               "timeout", guint64{0}, nullptr);
  return source;
}

bool offers_video(const GstSDPMessage& description) {
  for (guint i = 0; i < gst_sdp_message_medias_len(&description); ++i)
    if (const char* media = gst_sdp_media_get_media(gst_sdp_message_get_media(&description, i));
        media && std::string_view(media) == "video")
      return true;
  return false;
}

void excuse_silence(GstElement* receiver) {
  const auto on_timeout = +[](GObject* object, GParamSpec*, gpointer) {
    guint64 timeout = 0;
    g_object_get(object, "timeout", &timeout, nullptr);
    if (timeout > 0) g_object_set(object, "timeout", guint64{0}, nullptr);
  };
  g_signal_connect(receiver, "notify::timeout", G_CALLBACK(on_timeout), nullptr);
  on_timeout(G_OBJECT(receiver), nullptr, nullptr);
}

}  // namespace np
