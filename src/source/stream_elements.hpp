// GStreamer's elements that receive from the network, set up. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>

#include "source/source.hpp"

namespace np {

// In the bin, which owns them. Throw Error where GStreamer lacks them.
GstElement* make_srt_source(GstBin* bin, const SourceSpec& spec);
GstElement* make_udp_source(GstBin* bin, const SourceSpec& spec);

// If no data comes beside the connection for a second, rtspsrc gives up; a sender may well have no sound to send.
void excuse_silence(GstElement* receiver);

}  // namespace np
