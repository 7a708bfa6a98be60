// The bot's receiving side: decoded video tracks, and sound packets. Each track that was ever subscribed to takes a
// section of the session. Loop thread only, except for the media.
#pragma once

#include <map>

#include "livekit/signal.hpp"
#include "webrtc/offers.hpp"
#include "webrtc/peer_transport.hpp"

typedef struct _GstSample GstSample;

namespace np::livekit {

class Subscriber final : public webrtc::PeerTransport {
 public:
  // A decoded picture (video/x-raw) of the track with this sid, or a packet of its sound (application/x-rtp), on a
  // thread of GStreamer's.
  using MediaFn = std::function<void(const std::string& sid, std::shared_ptr<GstSample>)>;

  Subscriber(Loop& loop, std::shared_ptr<webrtc::Closings> closings, webrtc::PeerSetup setup, Listener listener,
             MediaFn on_media);

  // Answers the server's offers one at a time: pass the next one after `then` was called. `mimes`: the format of each
  // track ("video/VP8", "audio/opus"), by its sid.
  void answer(const Description& offer, const std::map<std::string, std::string>& mimes, DescriptionFn then);
  // Sections of the session so far; none is used twice.
  std::size_t sections() const { return sections_; }

 private:
  struct Section {
    std::string sid;
    std::string mime;
  };

  static void on_transceiver(GstElement*, GObject* transceiver, gpointer self);
  static void on_pad(GstElement*, GstPad* pad, gpointer self);

  const MediaFn on_media_;
  webrtc::Offers offers_;
  std::size_t sections_ = 0;
  std::mutex sections_mutex_;
  std::map<unsigned, Section> section_of_line_;
};

}  // namespace np::livekit
