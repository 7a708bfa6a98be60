// Sets up GStreamer.
#pragma once

namespace np {

// Any thread, as often as you like; the first call blocks for a moment. Throws Error{kInternal} if GStreamer cannot be
// set up.
void init_gstreamer();

}  // namespace np
