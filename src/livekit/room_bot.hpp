// NerdPudding's participant in a LiveKit room: comes back after any trouble, shows the newest live video to whoever watches,
// sends the voice while somebody is there to hear it. Loop thread only, but for what is marked.
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

namespace np::livekit {

struct RoomSnapshot {
  enum class State { kConnecting, kConnected, kWaiting };
  State state = State::kConnecting;
  std::string reason;                 // one sentence; empty while all is well
  std::optional<Duration> next_try;   // waiting
  std::vector<ParticipantInfo> others;  // people, in the order in which they came
  std::string watched;                // sid of the video, or ""
};

class RoomBot {
 public:
  struct Listener {
    std::function<void()> on_state;  // in the room, or out of it, or out for another reason: snapshot() has it
    std::function<void(const ReceivedText&)> on_chat;
  };

  // Somebody who watches: the newest live video, or the newest of one participant.
  struct Viewer {
    std::string identity;  // empty: whoever it is
    // On the loop: this one from now on; then its pictures.
    std::function<void(const TrackInfo&)> on_track;
    // On the loop: there is none, or no more, and why. Perhaps later.
    std::function<void(Error)> on_none;
    // On a thread of GStreamer's.
    std::function<void(std::shared_ptr<GstSample>)> on_picture;
  };

  // `identity` and the rest as RoomOptions.
  RoomBot(AsioLoop& loop, RoomOptions options, Listener listener);
  // Leaves, and waits until everything is closed.
  ~RoomBot();

  RoomSnapshot snapshot() const;
  const std::string& room() const { return options_.room; }

  // Any thread. From its return on nothing of it is called; on_track or on_none comes soon after add().
  void add(const std::shared_ptr<Viewer>& viewer);
  void remove(const std::shared_ptr<Viewer>& viewer);

  // What is heard in the room from now on. nullptr: nothing; before the stream is destroyed.
  void set_sound(AudioStream* sound);
  // To everybody, in order. False where there is nobody to send it to.
  bool send_data(const std::string& packet);
  // Kept over all stays.
  void set_attribute(const std::string& name, const std::string& value);

 private:
  using State = RoomSnapshot::State;

  void join();
  void ended(const Error& why);
  void choose();
  void listen();
  void look_after_pictures();
  void show(const std::string& sid, std::shared_ptr<GstSample> sample);
  bool alone() const;

  AsioLoop& loop_;
  const RoomOptions options_;
  const Listener listener_;
  const std::shared_ptr<Closings> closings_;
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
  std::unique_ptr<AudioStream::Listener> hearing_;

  mutable std::mutex viewers_mutex_;  // guards what follows
  std::vector<std::shared_ptr<Viewer>> viewers_;
  std::string shown_;  // sid
  std::string awaited_;    // sid of the last one that was shown
  TimePoint pictured_at_;  // when a picture of that one came, or was first waited for
  int pictures_ = 0;       // of that one since a fresh session was begun for it

  Timer next_try_;
  Timer linger_;
  Timer next_look_;
  Lifetime alive_;
  std::unique_ptr<Room> room_;
};

}  // namespace np::livekit
