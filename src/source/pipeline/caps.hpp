// Reads a stream's properties from GStreamer's caps and tags. Any thread; the caps have at least one structure.
#pragma once

#include <gst/gst.h>

#include <string>
#include <string_view>

#include "video/frame.hpp"

namespace np {

std::string_view type_of(const GstCaps* caps);  // "video/x-h264"
// Of pictures, for people: "H.264". "H.264 (Main Profile)" is more than they ask for.
std::string codec_name(GstCaps* caps);
std::string sound_codec_name(GstCaps* caps);
// The first sound in a list as of RFC 6381 ("avc1.42c01e,mp4a.40.2").
std::string sound_codec_among(std::string_view codecs);
// The size that a stream claims; zero where it says nothing.
PictureSize size_in(const GstCaps* caps);
bool is_turned(GstPad* pad);                                  // by the newest tags that the pad has been sent
std::string text_in(const GstCaps* caps, const char* field);  // "" if there is none

}  // namespace np
