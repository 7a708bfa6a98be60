// The bot's sending side: its voice, as one Opus track that never pauses, and data, on the channels that LiveKit's
// servers expect. Loop thread only.
#pragma once

#include <atomic>
#include <optional>

#include "audio/audio_stream.hpp"
#include "webrtc/peer_transport.hpp"

typedef struct _GstAppSrc GstAppSrc;

namespace np::livekit {

class Publisher final : public webrtc::PeerTransport {
 public:
  struct DataListener {
    std::function<void()> on_open;  // the reliable channel: send_data() works
    // A DataPacket. While a megabyte of them waits for the loop, further ones are dropped.
    std::function<void(const std::string& packet)> on_data;
  };

  Publisher(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, bool voice,
            Listener listener, DataListener data);

  // The name under which AddTrackRequest announces the voice; empty without one.
  const std::string& voice_cid() const { return voice_cid_; }
  // Call it once, when the server has taken the track. This one offer holds everything. It waits until the voice's
  // format is known: the server would answer an offer that does not name its stream, but nobody would hear the voice.
  void offer(DescriptionFn then);
  void answered(const std::string& sdp) { set_remote(false, sdp, {}); }

  void send_sound(const AudioStream::Block& block);
  // Sends a DataPacket, ordered and reliable. False if too much waits already, or the channel is not open.
  bool send_data(const std::string& packet);

 private:
  using Samples = decltype(AudioStream::Block::samples);

  void add_voice();
  void add_channel(const char* label, const char* options);

  GstClockTime now() const;
  void push(const Samples& samples, GstClockTime at);

  const DataListener data_;
  std::atomic<std::size_t> data_waiting_ = 0;  // bytes on the way to the loop
  std::string voice_cid_;
  GstObjectPtr<GstAppSrc> sound_;
  std::vector<GstObjectPtr<GObject>> channels_;
  bool open_ = false;
  bool sound_known_ = false;
  DescriptionFn offer_;                        // waits for the voice's format
  std::optional<std::uint64_t> first_sample_;  // of the time line: the track begins there
  GstClockTime begun_ = 0;                     // running time at that sample
};

}  // namespace np::livekit
