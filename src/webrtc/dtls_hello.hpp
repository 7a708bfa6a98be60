// Only for .cpp files that adapt GStreamer, here and in whip/.
#pragma once

#include <gst/gst.h>

namespace np::webrtc {

// ffmpeg, as DTLS's server, takes the first hello for a sign that it may begin, and reads the next one: that comes a
// second later, when OpenSSL sends it again. So it gets the first one twice at once, as a network may deliver it. For a
// webrtcbin that has no description yet.
void send_first_hello_twice(GstElement* webrtc);

}  // namespace np::webrtc
