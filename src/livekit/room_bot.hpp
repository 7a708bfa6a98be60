// NerdPudding's participant in a LiveKit room: comes back after any trouble, shows the newest live video to whoever
// watches, sends the voice while somebody is there to hear it. Loop thread only, but for what is marked.
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
    std::function<void()> on_state;  // in the room, or out of it, or out for another reason: snapshot() has it
    std::function<void(const ReceivedText&)> on_chat;
  };

  // `identity` and the rest as RoomOptions.
  RoomBot(AsioLoop& loop, RoomOptions options, Listener listener);
  // Leaves, and waits until everything is closed.
  ~RoomBot() override;

  RoomSnapshot snapshot() const;
  const std::string& room() const { return options_.room; }

  // A viewer's publisher is somebody's identity.
  void add(const std::shared_ptr<Viewer>& viewer) override;
  void remove(const std::shared_ptr<Viewer>& viewer) override;
  void want_sound(const std::shared_ptr<Viewer>& viewer, bool wanted) override;
  std::string does_not_answer() const override;
  std::string does_not_arrive() const override;

  // Adds to a block that is sent.
  using Mixer = std::function<void(AudioStream::Block&)>;
  // What is heard in the room from now on. nullptr: nothing; before the stream is destroyed. `open_mixer` is called
  // when the first listener comes; its mixer is destroyed when the last one has left.
  void set_sound(AudioStream* sound, std::function<Mixer()> open_mixer = {});
  // To everybody, in order. False where there is nobody to send it to.
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
  std::string awaited_;                           // sid of the last one that was shown
  TimePoint pictured_at_;                         // when a picture of that one came, or was first waited for
  int pictures_ = 0;                              // of that one since a fresh session was begun for it

  Timer next_try_;
  Timer linger_;
  Timer next_look_;
  Lifetime alive_;
  std::unique_ptr<Room> room_;
};

}  // namespace np::livekit
