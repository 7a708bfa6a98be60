// Watches the data that enters one of parsebin's demuxers.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <string_view>

namespace np {

// `pad` is the demuxer's sink pad, `name` its factory's. Nothing of a container that is nested too deep, or has
// thousands of streams, gets there; `on_deep` hears of it on the streaming thread, maybe several times. It lives as long
// as the pad.
void watch_demuxer(GstPad* pad, std::string_view name, std::function<void()> on_deep);

}  // namespace np
