// Handles a track that webrtcbin receives: it decodes pictures and passes sound on undecoded. Only for .cpp files that
// adapt GStreamer, here and in livekit/, whep/ and whip/.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/gst_ptr.hpp"

namespace np::webrtc {

// The number of the section that this transceiver, or this pad of webrtcbin, carries.
unsigned section_of(GObject* transceiver);
unsigned section_of(GstPad* pad);

// Makes webrtcbin agree on this alone for the section of this transceiver, so that its pad carries it from the
// beginning. Changes nothing if it cannot be received. `feedback`: the offer's id of kTransportFeedback; 0: it is not
// offered, or not wanted. Call it in the handler of on-new-transceiver.
void agree_on(GObject* transceiver, const std::string& mime, int feedback = 0);

// Makes it ask again only for packets that were really lost. For a webrtcbin that has received nothing yet.
void ask_for_lost_packets_only(GstElement* webrtc);

struct TrackListener {
  // A decoded picture (video/x-raw), or a packet of sound (application/x-rtp). On a thread of GStreamer's.
  std::function<void(std::shared_ptr<GstSample>)> on_media;
  // Called once on the same thread: pictures of this size are not decoded, because they are larger than anything that
  // is shown.
  std::function<void(int width, int height)> on_too_large;
};

// `pad` is a source pad of the webrtcbin in this pipeline. Ignores a track that cannot be received. webrtcbin's thread.
void receive_track(GstElement* pipeline, GstPad* pad, const std::string& mime, TrackListener listener);

}  // namespace np::webrtc
