// GStreamer's elements that receive from a camera or the network, set up. Only for .cpp files that adapt GStreamer.
#pragma once

#include <gst/gst.h>
#include <gst/sdp/gstsdpmessage.h>

#include <functional>
#include <memory>
#include <string>

#include "source/pipeline/srt_callers.hpp"
#include "source/source.hpp"

namespace np {

// In the bin, which owns them. Throw Error where GStreamer lacks them.
GstElement* make_camera_source(GstBin* bin, const SourceSpec& spec);
GstElement* make_rtsp_source(GstBin* bin, const std::string& address, bool over_tcp);
// `callers`: who may call, where the source listens.
GstElement* make_srt_source(GstBin* bin, const SourceSpec& spec, const std::shared_ptr<SrtCallers>& callers);
std::shared_ptr<SrtCallers> srt_callers(const SourceSpec& spec, std::function<void()> on_gone);
GstElement* make_udp_source(GstBin* bin, const SourceSpec& spec);

// Whether a camera's description offers a video.
bool offers_video(const GstSDPMessage& description);

// If no data comes beside the connection for a second, rtspsrc gives up; a sender may well have no sound to send.
void excuse_silence(GstElement* receiver);

}  // namespace np
