// One WebRTC connection to a LiveKit server: GStreamer's webrtcbin in a pipeline of its own. The loop's thread uses it; what
// it has to say comes on the loop. Only for what adapts GStreamer in this folder.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/gst_ptr.hpp"
#include "base/loop_gate.hpp"
#include "livekit/signal.hpp"

namespace np::livekit {

// Pipelines that are being closed, in the background: it takes them tens of milliseconds. Any thread.
class Closings {
 public:
  void begin();
  void end();
  // False where some are still under way then.
  bool wait(Duration limit);

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  int under_way_ = 0;
};

class PeerTransport : public std::enable_shared_from_this<PeerTransport> {
 public:
  struct Listener {
    std::function<void(const std::string& json)> on_candidate;
    std::function<void()> on_connected;
    std::function<void(const std::string& why)> on_failed;  // a sentence; perhaps more than once
  };
  using DescriptionFn = std::function<void(const std::string& sdp)>;

  // `ice_servers`: the relays among them are used. Throws Error where a plugin is missing.
  PeerTransport(Loop& loop, std::shared_ptr<Closings> closings, const std::vector<IceServer>& ice_servers,
                Listener listener);
  virtual ~PeerTransport();

  // At once nothing is heard of it any more; the pipeline is taken down in the background, and with it this object.
  void close();

  // The server's, as RTCIceCandidateInit; may come before its description.
  void add_candidate(const std::string& json);

 protected:
  GstElement* pipeline() const { return pipeline_.get(); }
  GstElement* webrtc() const { return webrtc_; }
  LoopGate& gate() { return gate_; }
  void fail(std::string why);  // any thread
  // The local description is made and set; `then` sends it, before any candidate is told. Any thread.
  void make_offer(DescriptionFn then) { make("offer", std::move(then)); }
  void make_answer(DescriptionFn then) { make("answer", std::move(then)); }
  // `then`, on webrtcbin's thread, once it is set.
  void set_remote(bool offer, const std::string& sdp, std::function<void()> then);

 private:
  void keep_to_ourselves();
  void make(const char* what, DescriptionFn then);
  void tell(const DescriptionFn& then, const std::string& sdp);
  void hear(GstMessage* message);
  void on_state();
  static void on_candidate(GstElement*, unsigned line, char* candidate, gpointer self);

  LoopGate gate_;
  const std::shared_ptr<Closings> closings_;
  const Listener listener_;
  GstObjectPtr<GstElement> pipeline_;
  GstElement* webrtc_ = nullptr;
  GstObjectPtr<GObject> ice_;
  bool described_ = false;  // the loop's, as the next
  std::vector<std::string> untold_candidates_;
  std::mutex mutex_;  // guards what follows
  bool remote_set_ = false;
  std::vector<std::pair<unsigned, std::string>> early_candidates_;
};

}  // namespace np::livekit
