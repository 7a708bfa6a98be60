// Small questions to GStreamer that several files ask. Only for .cpp files that adapt it.
#pragma once

#include <gst/gst.h>

namespace np {

// A new element in the bin, which owns it. Throws Error where its plugin is missing.
GstElement* add_element(GstBin* bin, const char* factory);
// nullptr where there is none.
GstStream* first_video(GstStreamCollection* collection);
bool has_sound(GstStreamCollection* collection);

}  // namespace np
