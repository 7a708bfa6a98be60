// NerdPudding's participant in a LiveKit room. It comes back after any trouble, passes the newest live video to its
// viewers, and sends the voice while somebody is there to hear it. Loop thread only, except where marked.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "audio/audio_stream.hpp"
#include "base/jitter.hpp"
#include "livekit/room.hpp"
#include "webrtc/feed.hpp"

namespace np::livekit {

struct RoomSnapshot {
  enum class State { kConnecting, kConnected, kWaiting };
  State state = State::kConnecting;
  std::string reason;                   // one sentence; empty while all is well
  std::optional<Duration> next_try;     // waiting
  std::vector<ParticipantInfo> others;  // people, in the order in which they came
  std::string watched;                  // sid of the video, or ""
};

class RoomBot final : public webrtc::Feed {
 public:
  using Viewer = webrtc::Viewer;
  struct Listener {
    std::function<void()> on_state;  // joined, left, or out for another reason: see snapshot()
    std::function<void(const ReceivedText&)> on_chat;
  };

  // `identity` and the rest as RoomOptions.
  RoomBot(AsioLoop& loop, RoomOptions options, Listener listener);
  // Leaves, and waits until everything is closed.
  ~RoomBot() override;

  RoomSnapshot snapshot() const;
  const std::string& room() const { return options_.room; }

  // A viewer's `publisher` is the identity of a participant.
  void add(const std::shared_ptr<Viewer>& viewer) override;
  void remove(const std::shared_ptr<Viewer>& viewer) override;
  void want_sound(const std::shared_ptr<Viewer>& viewer, bool wanted) override;
  std::string does_not_answer() const override;
  std::string does_not_arrive() const override;

  // Adds sound to a block before it is sent.
  using Mixer = std::function<void(AudioStream::Block&)>;
  // Sets what the room hears; nullptr: nothing. Call it before the stream is destroyed. `open_mixer` is called when the
  // first listener comes; its mixer is destroyed when the last one has left.
  void set_sound(AudioStream* sound, std::function<Mixer()> open_mixer = {});
  // Sends to everybody, in order. False if nobody is there.
  bool send_data(const std::string& packet);
  // Kept over all stays.
  void set_attribute(const std::string& name, const std::string& value);

 private:
  using State = RoomSnapshot::State;

  void join();
  void ended(const Error& why);
  void choose();
  void choose_sound(const ParticipantInfo* participant, const TrackInfo* video);
  void listen();
  void mute();
  void look_after_pictures();
  void show(const std::string& sid, std::shared_ptr<GstSample> sample);
  bool alone() const;

  AsioLoop& loop_;
  const RoomOptions options_;
  const Listener listener_;
  const std::shared_ptr<webrtc::Closings> closings_;
  State state_ = State::kConnecting;
  std::string reason_;
  TimePoint next_try_at_;
  Duration delay_{};
  Jitter jitter_{0.2};
  TimePoint connected_at_;
  std::map<std::string, std::string> attributes_;
  std::map<std::string, std::uint64_t> live_since_;  // sid of a video that is not muted: a number that rises
  std::uint64_t lives_ = 0;
  AudioStream* sound_ = nullptr;
  std::function<Mixer()> open_mixer_;
  Mixer mixer_;
  std::unique_ptr<AudioStream::Listener> hearing_;

  mutable std::mutex viewers_mutex_;  // guards what follows
  std::vector<std::shared_ptr<Viewer>> viewers_;
  std::vector<std::shared_ptr<Viewer>> hearers_;  // of these
  std::string heard_;                             // sid
  std::string shown_;                             // sid
  std::string awaited_;                           // sid of the video shown last
  TimePoint pictured_at_;                         // when its last picture came, or the wait for its first one began
  int pictures_ = 0;                              // pictures of that video since a fresh session began for it

  Timer next_try_;
  Timer linger_;
  Timer next_look_;
  Lifetime alive_;
  std::unique_ptr<Room> room_;
};

}  // namespace np::livekit
