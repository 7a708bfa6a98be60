// A connection to an RTSP camera, with TLS or without: opened, written to and read from without blocking. Only for .cpp
// files that adapt GIO.
#pragma once

#include <gio/gio.h>

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/gst_ptr.hpp"
#include "source/source.hpp"

namespace np {

template <typename T>
using GObjectPtr = std::unique_ptr<T, GstFree<g_object_unref>>;

class RtspLine {
 public:
  // Blocks at most `limit`, and a little longer where a name is looked up. Throws Error as RtspRelay::connect().
  // `local`: addresses of this machine and link-local ones may be connected to.
  static RtspLine open(const std::string& address, const std::string& shown, Duration limit, bool local,
                       GCancellable* cancellable);
  // One that somebody else has opened.
  explicit RtspLine(GObjectPtr<GSocketConnection> connection);

  int descriptor() const;
  // Appends the bytes that have come; false if no more will.
  bool read(std::string& to);
  // As much as goes, taken off the front; false where the other end is gone.
  bool write(std::string& from);
  void reset_on_close();
  // The other end's address, without a port; and whether it is one of this machine or of its link.
  std::string peer() const;
  bool is_local() const;

 private:
  GObjectPtr<GSocketConnection> connection_;
};

// Why there is no connection, or none any more, in words for people. `limit`: how long it was waited for.
Error rtsp_reason(const GError& error, const std::string& shown, Duration limit);

}  // namespace np
