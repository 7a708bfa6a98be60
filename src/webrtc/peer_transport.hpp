// One WebRTC connection: GStreamer's webrtcbin in a pipeline of its own. Use it on the loop's thread; it answers there.
// Only for .cpp files that adapt GStreamer, here and in livekit/, whep/ and whip/.
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
    // A candidate of ours for the section with this number: "candidate:...".
    std::function<void(unsigned line, const std::string& candidate)> on_candidate;
    std::function<void()> on_connected;
    std::function<void(const std::string& why)> on_failed;  // a sentence; perhaps more than once
    // We have no more candidates; comes after the description.
    std::function<void()> on_gathered = {};
  };
  using DescriptionFn = std::function<void(const std::string& sdp)>;

  // Throws Error if a plugin is missing.
  PeerTransport(Loop& loop, std::shared_ptr<Closings> closings, PeerSetup setup, Listener listener);
  virtual ~PeerTransport();

  // Silences it at once; the pipeline, and with it this object, is taken down in the background.
  void close();

  // Adds the other side's candidate, in the form of on_candidate; it may come before the description. Candidates that
  // are too long or too many are dropped.
  void add_candidate(unsigned line, const std::string& candidate);

 protected:
  GstElement* pipeline() const { return pipeline_.get(); }
  GstElement* webrtc() const { return webrtc_; }
  LoopGate& gate() { return gate_; }
  const PeerWords& words() const { return setup_.words; }
  void fail(std::string why);  // any thread
  // Makes and sets the local description. `then` sends it, before the first candidate comes. Any thread.
  void make_offer(DescriptionFn then) { make("offer", std::move(then)); }
  void make_answer(DescriptionFn then) { make("answer", std::move(then)); }
  // `then` runs on webrtcbin's thread, once the description is set.
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
  int candidates_ = 0;  // the loop's, like the next ones
  bool described_ = false;
  bool gathered_ = false;
  std::vector<std::pair<unsigned, std::string>> untold_candidates_;
  std::mutex mutex_;  // guards the members below
  bool remote_set_ = false;
  std::vector<std::pair<unsigned, std::string>> early_candidates_;
};

}  // namespace np::webrtc
