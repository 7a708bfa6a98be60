#include "base/gst_init.hpp"

#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>

#include <functional>
#include <mutex>
#include <set>
#include <string_view>

#include "base/error.hpp"
#include "base/log.hpp"

namespace np {
namespace {

constexpr std::size_t kMostWarnings = 100;

// Some come with each lap of a file, for weeks.
bool is_new(std::string_view message) {
  static std::mutex mutex;
  static std::set<std::size_t> known;
  const std::lock_guard lock(mutex);
  return known.size() < kMostWarnings && known.insert(std::hash<std::string_view>{}(message)).second;
}

// GLib writes to standard error by itself; its warnings are mostly GStreamer talking to its own developers.
void log_glib(const char* domain, GLogLevelFlags level, const char* message, void*) {
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL) && is_new(message))
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
