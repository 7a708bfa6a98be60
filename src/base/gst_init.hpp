// GStreamer, made ready for use.
#pragma once

namespace np {

// Any thread, as often as one likes; the first call blocks for a moment. Throws Error{kInternal} where GStreamer cannot
// be set up.
void init_gstreamer();

}  // namespace np
