// What the bot sends: its voice, one Opus track that never pauses, and data, on the channels that LiveKit's servers want to
// find. Loop thread only.
#pragma once

#include "audio/audio_stream.hpp"
#include "livekit/peer_transport.hpp"

typedef struct _GstAppSrc GstAppSrc;

namespace np::livekit {

class Publisher final : public PeerTransport {
 public:
  struct DataListener {
    std::function<void()> on_open;                          // the reliable channel: data can be sent
    std::function<void(const std::string& packet)> on_data;  // a DataPacket
  };

  Publisher(Loop& loop, std::shared_ptr<Closings> closings, const std::vector<IceServer>& ice_servers, bool voice,
            Listener listener, DataListener data);

  // The name under which AddTrackRequest announces the voice; empty without one.
  const std::string& voice_cid() const { return voice_cid_; }
  // Once, when the server has taken the track: everything is in this one offer.
  void offer(DescriptionFn then) { make_offer(std::move(then)); }
  void answered(const std::string& sdp) { set_remote(false, sdp, {}); }

  void send_sound(const AudioStream::Block& block);
  // A DataPacket, in order and for certain. False where too much waits already, or the channel is not open.
  bool send_data(const std::string& packet);

 private:
  void add_voice();
  void add_channel(const char* label, const char* options);

  const DataListener data_;
  std::string voice_cid_;
  GstObjectPtr<GstAppSrc> sound_;
  std::vector<GstObjectPtr<GObject>> channels_;
  bool open_ = false;
  std::optional<std::uint64_t> first_sample_;  // of the time line: the track begins there
  GstClockTime begun_ = 0;                     // running time at which it does
};

}  // namespace np::livekit
