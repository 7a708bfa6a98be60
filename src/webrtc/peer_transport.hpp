// One WebRTC connection: GStreamer's webrtcbin in a pipeline of its own. Use it on the loop's thread; it answers there.
// Only for .cpp files that adapt GStreamer, here and in livekit/ and whip/.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/gst_ptr.hpp"
#include "base/loop_gate.hpp"
#include "webrtc/closings.hpp"
#include "webrtc/peer_setup.hpp"

namespace np::webrtc {

class PeerTransport : public std::enable_shared_from_this<PeerTransport> {
 public:
  struct Listener {
    // Of the section with this number: "candidate:...".
    std::function<void(unsigned line, const std::string& candidate)> on_candidate;
    std::function<void()> on_connected;
    std::function<void(const std::string& why)> on_failed;  // a sentence; perhaps more than once
    // There are no more candidates of ours; after the description was told.
    std::function<void()> on_gathered = {};
  };
  using DescriptionFn = std::function<void(const std::string& sdp)>;

  // Throws Error where a plugin is missing.
  PeerTransport(Loop& loop, std::shared_ptr<Closings> closings, PeerSetup setup, Listener listener);
  virtual ~PeerTransport();

  // At once nothing is heard of it any more; the pipeline is taken down in the background, and with it this object.
  void close();

  // The other side's, as on_candidate has them; may come before its description. What is too long or too much is left
  // out.
  void add_candidate(unsigned line, const std::string& candidate);

 protected:
  GstElement* pipeline() const { return pipeline_.get(); }
  GstElement* webrtc() const { return webrtc_; }
  LoopGate& gate() { return gate_; }
  const PeerWords& words() const { return setup_.words; }
  void fail(std::string why);  // any thread
  // The local description is made and set; `then` sends it, before any candidate is told. Any thread.
  void make_offer(DescriptionFn then) { make("offer", std::move(then)); }
  void make_answer(DescriptionFn then) { make("answer", std::move(then)); }
  // `then`, on webrtcbin's thread, once it is set.
  void set_remote(bool offer, const std::string& sdp, std::function<void()> then);

 private:
  void set_up_ice();
  void make(const char* what, DescriptionFn then);
  void tell(const DescriptionFn& then, const std::string& sdp);
  void hear(GstMessage* message);
  void on_state();
  void on_gathering();
  static void on_candidate(GstElement*, unsigned line, char* candidate, gpointer self);

  LoopGate gate_;
  const std::shared_ptr<Closings> closings_;
  const PeerSetup setup_;
  const Listener listener_;
  GstObjectPtr<GstElement> pipeline_;
  GstElement* webrtc_ = nullptr;
  GstObjectPtr<GObject> ice_;
  int candidates_ = 0;  // the loop's, as what follows
  bool described_ = false;
  bool gathered_ = false;
  std::vector<std::pair<unsigned, std::string>> untold_candidates_;
  std::mutex mutex_;  // guards what follows
  bool remote_set_ = false;
  std::vector<std::pair<unsigned, std::string>> early_candidates_;
};

}  // namespace np::webrtc
