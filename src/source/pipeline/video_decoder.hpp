// The decoder of a stream's pictures. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include <string>

namespace np {

// Adds to the bin the allowed element that GStreamer ranks highest of those that can be set up: a graphics card's may
// be busy or missing. Throws Error, which calls the source `shown`, if there is none.
GstElement* add_decoder(GstBin* bin, GstCaps* caps, const std::string& shown);

}  // namespace np
