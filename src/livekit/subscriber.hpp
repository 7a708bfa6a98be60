// What the bot receives: video tracks, decoded, one section of the session for each that was ever subscribed to. Loop thread
// only, but for the pictures.
#pragma once

#include <map>

#include "livekit/peer_transport.hpp"

typedef struct _GstSample GstSample;

namespace np::livekit {

class Subscriber final : public PeerTransport {
 public:
  // A decoded picture (video/x-raw) of the track with this sid, on a thread of GStreamer's.
  using PictureFn = std::function<void(const std::string& sid, std::shared_ptr<GstSample>)>;

  Subscriber(Loop& loop, std::shared_ptr<Closings> closings, const std::vector<IceServer>& ice_servers, Listener listener,
             PictureFn on_picture);

  // The server's offer; `mimes`: what each track is made of ("video/VP8"), by its sid.
  void answer(const Description& offer, const std::map<std::string, std::string>& mimes, DescriptionFn then);
  // Sections of the session so far: they are never used twice.
  std::size_t sections() const { return sections_; }

  static bool can_decode(const std::string& mime);

 private:
  struct Section {
    std::string sid;
    std::string mime;
  };

  static void on_transceiver(GstElement*, GObject* transceiver, gpointer self);
  static void on_pad(GstElement*, GstPad* pad, gpointer self);
  void receive(GstPad* pad, const Section& section);

  const PictureFn on_picture_;
  std::size_t sections_ = 0;
  std::mutex sections_mutex_;
  std::map<unsigned, Section> section_of_line_;
};

}  // namespace np::livekit
