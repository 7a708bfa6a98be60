// The messages between a participant and a LiveKit server over the WebSocket, as values: SignalRequest and
// SignalResponse of livekit_rtc.proto, the part that the bot needs. Field numbers are the protocol's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "webrtc/ice_server.hpp"

namespace np::livekit {

enum class Transport { kPublisher = 0, kSubscriber = 1 };

struct TrackInfo {
  enum class Kind { kAudio = 0, kVideo = 1, kData = 2 };
  enum class Source { kUnknown = 0, kCamera = 1, kMicrophone = 2, kScreen = 3, kScreenAudio = 4 };

  std::string sid;
  Kind kind = Kind::kAudio;
  Source source = Source::kUnknown;
  std::string name;
  std::string mime;  // "video/VP8"
  bool muted = false;
  int width = 0;  // as the publisher says
  int height = 0;
};

struct ParticipantInfo {
  enum class State { kJoining = 0, kJoined = 1, kActive = 2, kDisconnected = 3 };

  std::string sid;
  std::string identity;
  std::string name;
  State state = State::kJoining;
  bool agent = false;
  std::int64_t joined_at = 0;     // seconds
  std::vector<TrackInfo> tracks;  // all tracks
};

struct Joined {
  std::string room;
  ParticipantInfo self;
  std::vector<ParticipantInfo> others;
  std::vector<webrtc::IceServer> ice_servers;
};
struct Description {
  bool offer = false;  // otherwise an answer
  std::string sdp;
  std::uint32_t id = 0;
  std::map<std::string, std::string> track_of_mid;  // sid
};
struct Candidate {
  Transport transport = Transport::kPublisher;
  std::string json;  // RTCIceCandidateInit
};
struct ParticipantsChanged {
  std::vector<ParticipantInfo> participants;
};
struct TrackPublished {
  std::string cid;
  TrackInfo track;
};
struct Leave {
  enum class Reason {
    kUnknown = 0,
    kClientInitiated = 1,
    kDuplicateIdentity = 2,
    kServerShutdown = 3,
    kParticipantRemoved = 4,
    kRoomDeleted = 5,
    kStateMismatch = 6,
    kJoinFailure = 7,
    kRoomClosed = 10,
  };
  int reason = 0;  // one of these, or a newer one
};
struct Pong {
  std::int64_t ping_at_ms = 0;  // our time of the ping that it answers
};
struct SubscriptionFailed {
  std::string sid;
  bool codec = false;  // we cannot decode it; otherwise there is no such track
};
struct Refused {  // RequestResponse with a reason
  std::uint32_t request = 0;
  std::string message;
};
struct Other {
  int number = 0;
};

using Response = std::variant<Other, Joined, Description, Candidate, ParticipantsChanged, TrackPublished, Leave, Pong,
                              SubscriptionFailed, Refused>;

// Nothing if the bytes are no SignalResponse.
std::optional<Response> read_response(std::string_view bytes);

// SignalRequests, as bytes.
std::string offer(const std::string& sdp, std::uint32_t id);
std::string answer(const std::string& sdp, std::uint32_t id);
std::string candidate(Transport transport, const std::string& json);
// A steady mono voice, without pauses in the stream.
std::string add_voice(const std::string& cid, const std::string& name);
std::string subscribe(const std::string& sid, bool on);
// The size and rate that suffice for us.
std::string track_settings(const std::string& sid, int width, int height, int fps);
std::string attributes(const std::map<std::string, std::string>& values, std::uint32_t request);
// Both forms that servers understand, one message each.
std::vector<std::string> ping(std::int64_t now_ms, std::int64_t round_trip_ms);
std::string leave();

}  // namespace np::livekit
