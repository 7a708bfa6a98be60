// Watches the data that enters one of parsebin's demuxers.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <string_view>

#include "source/pipeline/nesting.hpp"

namespace np {

// `pad` is the demuxer's sink pad, `name` its factory's. Nothing of a container with such a fault gets there, nor of an
// Ogg file with thousands of streams (kDeep); `on_fault` hears of it on the streaming thread, maybe several times. It
// lives as long as the pad. Packed subtitles stay packed.
void watch_demuxer(GstPad* pad, std::string_view name, std::function<void(Nesting::Fault)> on_fault);

}  // namespace np
