#include "webrtc/peer_transport.hpp"

#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>
#include <pthread.h>

#include <boost/url.hpp>
#include <string_view>
#include <thread>
#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "base/log.hpp"
#include "webrtc/offers.hpp"

namespace np::webrtc {
namespace {

// How long pictures wait for a lost packet: it may be missed only when the next picture comes, and the server sends
// none again within a tenth of a second. If nothing is lost, nothing waits.
constexpr guint kLatencyMs = 400;
constexpr std::size_t kLongestCandidate = 1024;
constexpr int kMaxCandidates = 500;  // of a session

using DescriptionPtr = std::unique_ptr<GstWebRTCSessionDescription, GstFree<gst_webrtc_session_description_free>>;
using Reply = std::function<void(const GstStructure* reply)>;

// A promise whose reply `then` gets, on webrtcbin's thread.
GstPromise* promise(Reply then) {
  const auto changed = [](GstPromise* promise, gpointer p) {
    const bool replied = gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED;
    (*static_cast<Reply*>(p))(replied ? gst_promise_get_reply(promise) : nullptr);
    gst_promise_unref(promise);
  };
  return gst_promise_new_with_change_func(changed, new Reply(std::move(then)),
                                          [](gpointer p) { delete static_cast<Reply*>(p); });
}

std::string error_in(const GstStructure* reply) {
  if (!reply || !gst_structure_has_field_typed(reply, "error", G_TYPE_ERROR)) return {};
  GError* error = nullptr;
  gst_structure_get(reply, "error", G_TYPE_ERROR, &error, nullptr);
  const GErrorPtr owner(error);
  return error ? error->message : "";
}

// "turn:host:port?transport=udp" with its credentials, as webrtcbin wants it.
std::string relay_url(const std::string& url, const IceServer& server) {
  const auto colon = url.find(':');
  const auto encode = [](const std::string& text) { return boost::urls::encode(text, boost::urls::unreserved_chars); };
  return np::format("{}://{}:{}@{}", url.substr(0, colon), encode(server.username), encode(server.credential),
                    url.substr(colon + 1));
}

}  // namespace

PeerTransport::PeerTransport(Loop& loop, std::shared_ptr<Closings> closings, PeerSetup setup, Listener listener)
    : gate_(loop), closings_(std::move(closings)), setup_(std::move(setup)), listener_(std::move(listener)) {
  init_gstreamer();
  pipeline_.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
  const GstObjectPtr<GstClock> clock(gst_system_clock_obtain());
  gst_pipeline_use_clock(GST_PIPELINE(pipeline_.get()), clock.get());
  webrtc_ = gst_element_factory_make("webrtcbin", nullptr);
  if (!webrtc_)
    throw Error(ErrorKind::kUnsupported,
                "GStreamer's WebRTC is not installed: install gstreamer1.0-plugins-bad and "
                "gstreamer1.0-nice.");
  gst_bin_add(GST_BIN(pipeline_.get()), webrtc_);
  gst_util_set_object_arg(G_OBJECT(webrtc_), "bundle-policy", "max-bundle");
  g_object_set(webrtc_, "latency", kLatencyMs, nullptr);
  set_up_ice();
  for (const IceServer& server : setup_.relays)
    for (const std::string& url : server.urls)
      if (url.starts_with("turn")) {
        gboolean added = FALSE;
        g_signal_emit_by_name(webrtc_, "add-turn-server", relay_url(url, server).c_str(), &added);
      }
  g_signal_connect(webrtc_, "on-ice-candidate", G_CALLBACK(on_candidate), this);
  const auto on_notify =
      +[](GstElement*, GParamSpec*, gpointer self) { static_cast<PeerTransport*>(self)->on_state(); };
  g_signal_connect(webrtc_, "notify::connection-state", G_CALLBACK(on_notify), this);
  const auto on_gathering =
      +[](GstElement*, GParamSpec*, gpointer self) { static_cast<PeerTransport*>(self)->on_gathering(); };
  g_signal_connect(webrtc_, "notify::ice-gathering-state", G_CALLBACK(on_gathering), this);
  const auto on_message = +[](GstBus*, GstMessage* message, gpointer self) {
    static_cast<PeerTransport*>(self)->hear(message);
    gst_message_unref(message);
    return GST_BUS_DROP;
  };
  const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline_.get()));
  gst_bus_set_sync_handler(bus.get(), on_message, this, nullptr);
}

PeerTransport::~PeerTransport() {
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline_.get()));
  gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
}

// libnice would look for routers in the house and have them open ports, which nobody has asked for.
void PeerTransport::set_up_ice() {
  if (!setup_.stun.empty()) g_object_set(webrtc_, "stun-server", ("stun://" + setup_.stun).c_str(), nullptr);
  GObject* raw = nullptr;
  g_object_get(webrtc_, "ice-agent", &raw, nullptr);
  ice_.reset(raw);
  if (!ice_) return;
  for (const std::string& address : setup_.addresses) {
    gboolean added = FALSE;
    g_signal_emit_by_name(raw, "add-local-ip-address", address.c_str(), &added);
  }
  if (!g_object_class_find_property(G_OBJECT_GET_CLASS(raw), "agent")) return;
  GObject* agent = nullptr;
  g_object_get(raw, "agent", &agent, nullptr);
  const GstObjectPtr<GObject> owner(agent);
  if (agent) g_object_set(agent, "upnp", FALSE, nullptr);
}

void PeerTransport::close() {
  gate_.close();
  closings_->begin();
  std::thread([self = shared_from_this(), closings = closings_]() mutable {
    pthread_setname_np(pthread_self(), "webrtc-close");
    gst_element_set_state(self->pipeline_.get(), GST_STATE_NULL);
    self.reset();
    closings->end();
  }).detach();
}

void PeerTransport::fail(std::string why) {
  gate_.post([this, why = std::move(why)] { listener_.on_failed(why); });
}

void PeerTransport::hear(GstMessage* message) {
  if (GST_MESSAGE_TYPE(message) != GST_MESSAGE_ERROR) return;
  GError* error = nullptr;
  gst_message_parse_error(message, &error, nullptr);
  const GErrorPtr owner(error);
  log::debug("WebRTC, {}: {}", GST_MESSAGE_SRC_NAME(message), error->message);
  fail(words().broken);
}

void PeerTransport::on_state() {
  GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;
  g_object_get(webrtc_, "connection-state", &state, nullptr);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    gate_.post([this] { listener_.on_connected(); });
  else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED)
    fail(words().nothing_gets_through);
  else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_DISCONNECTED)
    fail(words().gone);
}

void PeerTransport::on_gathering() {
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;
  g_object_get(webrtc_, "ice-gathering-state", &state, nullptr);
  if (state != GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE) return;
  gate_.post([this] {
    gathered_ = true;
    if (described_ && listener_.on_gathered) listener_.on_gathered();
  });
}

void PeerTransport::on_candidate(GstElement*, unsigned line, char* candidate, gpointer self) {
  std::string_view text = candidate ? candidate : "";
  if (text.starts_with("a=")) text.remove_prefix(2);
  if (text.empty()) return;  // the end of them, which nobody wants to know
  auto& peer = *static_cast<PeerTransport*>(self);
  peer.gate_.post([&peer, line, told = std::string(text)] {
    if (peer.described_) return peer.listener_.on_candidate(line, told);
    peer.untold_candidates_.emplace_back(line, told);
  });
}

void PeerTransport::add_candidate(unsigned line, const std::string& candidate) {
  if (line >= Offers::kMaxSections || candidate.size() > kLongestCandidate || ++candidates_ > kMaxCandidates) return;
  {
    std::lock_guard lock(mutex_);
    if (!remote_set_) {
      if (early_candidates_.size() < 64) early_candidates_.emplace_back(line, candidate);
      return;
    }
  }
  g_signal_emit_by_name(webrtc_, "add-ice-candidate", line, candidate.c_str());
}

void PeerTransport::set_remote(bool offer, const std::string& sdp, std::function<void()> then) {
  if (!sections_of(sdp)) return fail(words().nonsense);
  GstSDPMessage* message = nullptr;
  if (gst_sdp_message_new_from_text(sdp.c_str(), &message) != GST_SDP_OK) return fail(words().nonsense);
  const DescriptionPtr description(
      gst_webrtc_session_description_new(offer ? GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER, message));
  g_signal_emit_by_name(webrtc_, "set-remote-description", description.get(),
                        promise([this, then = std::move(then)](const GstStructure* reply) {
                          if (const std::string error = error_in(reply); !error.empty()) {
                            log::debug("WebRTC takes no description: {}", error);
                            return fail(words().not_agreed);
                          }
                          std::vector<std::pair<unsigned, std::string>> early;
                          {
                            std::lock_guard lock(mutex_);
                            remote_set_ = true;
                            early.swap(early_candidates_);
                          }
                          for (const auto& [line, text] : early)
                            g_signal_emit_by_name(webrtc_, "add-ice-candidate", line, text.c_str());
                          if (then) then();
                        }));
}

// Told once it is set, as the answer may come at once; candidates come sooner, and wait for it.
void PeerTransport::tell(const DescriptionFn& then, const std::string& sdp) {
  then(sdp);
  described_ = true;
  for (const auto& [line, candidate] : std::exchange(untold_candidates_, {})) listener_.on_candidate(line, candidate);
  if (gathered_ && listener_.on_gathered) listener_.on_gathered();
}

void PeerTransport::make(const char* what, DescriptionFn then) {
  const std::string signal = np::format("create-{}", what);
  g_signal_emit_by_name(webrtc_, signal.c_str(), nullptr,
                        promise([this, what, then = std::move(then)](const GstStructure* reply) {
                          GstWebRTCSessionDescription* raw = nullptr;
                          if (reply) gst_structure_get(reply, what, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &raw, nullptr);
                          const DescriptionPtr description(raw);
                          if (!description) {
                            log::debug("WebRTC makes no {}: {}", what, error_in(reply));
                            return fail(words().not_agreed);
                          }
                          const GCharPtr text(gst_sdp_message_as_text(description->sdp));
                          g_signal_emit_by_name(webrtc_, "set-local-description", description.get(),
                                                promise([this, then, sdp = to_string(text)](const GstStructure* set) {
                                                  if (!error_in(set).empty()) return fail(words().not_agreed);
                                                  gate_.post([this, then, sdp] { tell(then, sdp); });
                                                }));
                        }));
}

}  // namespace np::webrtc
