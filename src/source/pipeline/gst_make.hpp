// Small questions to GStreamer that several files ask. Only for .cpp files that adapt it.
#pragma once

#include <gst/gst.h>

#include <initializer_list>

namespace np {

// A new element in the bin, which owns it. Throws Error where its plugin is missing.
GstElement* add_element(GstBin* bin, const char* factory);
// nullptr if there is none.
GstStream* first_video(GstStreamCollection* collection);
bool has_sound(GstStreamCollection* collection);
// Sets those of the properties, which are yes or no, that the element has.
void set_where_known(GstElement* element, std::initializer_list<const char*> properties, bool value);
// How many threads a decoder has, where it can be told.
void set_threads(GstElement* decoder, int count);

}  // namespace np
