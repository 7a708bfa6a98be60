// Keeps libav's decoders from ending the process. GStreamer 1.28 has no name for some kinds of pixels that they give
// (gbrp16 of FFV1, nine bits of H.264), and does not survive meeting one where libav writes into its buffers, nor the
// second picture after one that it refused. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

namespace np {

// For a decoder of any kind, on any thread, before it has caps. A picture with such pixels is then an error of the
// stream that the pipeline tells: not negotiated. The decoder is asked for nothing any more, neither by data nor at its
// end.
void guard_libav(GstElement* decoder);

}  // namespace np
