#include "base/gst_init.hpp"

#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>

#include <chrono>
#include <cstdio>
#include <string_view>
#include <thread>

#include "base/abandoned_thread.hpp"
#include "base/error.hpp"
#include "base/log.hpp"

namespace np {
namespace {

// GLib writes to standard error by itself; its warnings are mostly GStreamer talking to its own developers.
void log_glib(const char* domain, GLogLevelFlags level, const char* message, void*) {
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    log::warn("{}: {}", domain ? domain : "GLib", message);
  else
    log::debug("{}: {}", domain ? domain : "GLib", message);
}

// An assertion that fails in a plugin ends the process, and this is the last that is heard before. GStreamer 1.28's HLS
// demuxer has one that fails in a race, about once in 700 openings on a busy machine. Its thread sleeps for good instead.
// It may hold locks of its own demuxer and no others, so only this pipeline hangs: the source opens no more, or stalls,
// and is begun anew like any other, while GstSource leaves behind a pipeline that does not let itself be closed.
void print_error(const char* text) {
  const std::string_view said(text);
  if (said.contains("/adaptivedemux2/") && said.contains("assertion failed")) {
    log::warn("GStreamer's HLS demuxer has failed; the stream is opened anew.");
    abandon_thread();
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }
  std::fputs(text, stderr);
}

}  // namespace

void init_gstreamer() {
  static const bool done = [] {
    g_log_set_default_handler(log_glib, nullptr);
    g_set_printerr_handler(print_error);
    GError* error = nullptr;
    if (!gst_init_check(nullptr, nullptr, &error)) {
      g_clear_error(&error);
      throw Error(ErrorKind::kInternal, "GStreamer cannot be set up: check its installation.");
    }
    gst_pb_utils_init();
    return true;
  }();
  (void)done;
}

}  // namespace np
