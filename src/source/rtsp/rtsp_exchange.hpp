// One request of RTSP and its answer, and the waiting that goes with it.
#pragma once

#include <gio/gio.h>
#include <poll.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "source/rtsp/rtsp_line.hpp"
#include "source/rtsp/rtsp_message.hpp"

namespace np {

// Somebody wants all of it to end.
struct Cancelled {};

// Blocks until something happens at one of `ends`; false: nothing until then. Throws Cancelled.
bool poll_until(std::vector<pollfd>& ends, std::optional<TimePoint> until, GCancellable* cancellable);

// A message whose head is the first `head` bytes, taken off the front of `bytes` with its body; nothing where more are
// needed. Throws Error{kInvalid} where the body is too long.
std::optional<RtspMessage> take_rtsp_message(std::string& bytes, std::size_t head, const std::string& shown);

// Sends the request and waits for the first answer, for which `bytes` takes what comes, and more that comes with it.
// Nothing: no answer until then. Throws Error (kUnavailable: closed without one; kUnsupported: no RTSP; kInvalid: an
// answer without an end) and Cancelled.
std::optional<RtspMessage> rtsp_exchange(RtspLine& line, std::string request, TimePoint until,
                                         GCancellable* cancellable, const std::string& shown, std::string& bytes);

}  // namespace np
