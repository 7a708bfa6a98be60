// One stay in a LiveKit room. It joins, sends voice and data, and receives the one video that is watched and its sound,
// until it is destroyed or anything goes wrong; RoomBot then joins again. Loop thread only; never blocks.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "audio/audio_stream.hpp"
#include "base/error.hpp"
#include "livekit/access_token.hpp"
#include "livekit/signal.hpp"
#include "livekit/text_stream.hpp"
#include "webrtc/peer_setup.hpp"

typedef struct _GstSample GstSample;

namespace np {
class AsioLoop;
}
namespace np::webrtc {
class Closings;
}

namespace np::livekit {

class Publisher;
class SignalClient;
class Subscriber;

struct RoomOptions {
  std::string url;
  ApiKey key;
  std::string room;
  std::string identity;
  std::string name;
  bool voice = true;  // there is something to hear
};

class Room {
 public:
  struct Listener {
    std::function<void()> on_connected;     // voice and data flow
    std::function<void()> on_participants;  // who is there, or what they show, has changed
    std::function<void(const ReceivedText&)> on_chat;
    std::function<void(Error)> on_ended;  // once; kEnded: all is well, just join again
    // Media of the track with this sid, see Subscriber; on a thread of GStreamer's, until the destructor returns.
    std::function<void(const std::string& sid, std::shared_ptr<GstSample>)> on_media;
  };

  // Throws Error if a part that it needs is not installed.
  Room(AsioLoop& loop, std::shared_ptr<webrtc::Closings> closings, RoomOptions options, Listener listener);
  ~Room();

  bool connected() const { return connected_; }
  // When the server last sent anything, which it does every two seconds.
  TimePoint heard_at() const { return heard_at_; }
  // The others, by sid.
  const std::map<std::string, ParticipantInfo>& participants() const { return participants_; }
  // False for tracks that the server or this machine cannot give us.
  bool can_watch(const TrackInfo& track) const;
  // Selects the one track whose pictures are wanted, or "".
  void watch(const std::string& sid);
  const std::string& watched() const { return watched_; }
  // Selects the one track whose sound is wanted, or "".
  void listen_to(const std::string& sid);

  void send_sound(const AudioStream::Block& block);
  bool send_data(const std::string& packet);
  void set_attributes(const std::map<std::string, std::string>& values);

 private:
  struct Gate;

  void hear(std::string_view bytes);
  void joined(const Joined& joined);
  void offered(const Description& offer);
  void answer_next();
  void update(const std::vector<ParticipantInfo>& changed);
  void left(const Leave& leave);
  webrtc::PeerSetup media_setup() const;
  std::function<void(unsigned, const std::string&)> tell_candidate(Transport transport);
  void settle();
  void ping();
  void lose_media(const std::string& why);
  void end(Error why);
  Subscriber& subscriber();
  bool session_is_full();

  AsioLoop& loop_;
  const std::shared_ptr<webrtc::Closings> closings_;
  const RoomOptions options_;
  const Listener listener_;
  const std::shared_ptr<Gate> gate_;
  bool ended_ = false;
  bool connected_ = false;
  bool media_open_ = false;
  bool data_open_ = false;
  bool media_lost_ = false;
  std::vector<webrtc::IceServer> ice_servers_;
  std::string self_sid_;
  std::map<std::string, ParticipantInfo> participants_;
  std::set<std::string> unwatchable_;  // sids of tracks that we asked for in vain
  std::deque<Description> offers_;     // the first is being answered
  std::string watched_;
  std::string listened_;
  std::uint32_t requests_ = 0;
  TimePoint heard_at_;
  std::int64_t round_trip_ms_ = 0;
  TextStreamReader chat_;
  std::shared_ptr<Publisher> publisher_;
  std::shared_ptr<Subscriber> subscriber_;
  Timer join_limit_;
  Timer next_ping_;
  Timer farewell_;
  Lifetime alive_;
  std::unique_ptr<SignalClient> signal_;  // last: it calls into all of the above
};

}  // namespace np::livekit
