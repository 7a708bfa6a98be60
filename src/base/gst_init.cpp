#include "base/gst_init.hpp"

#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>

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

}  // namespace

void init_gstreamer() {
  static const bool done = [] {
    g_log_set_default_handler(log_glib, nullptr);
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
