// RTSP's header Transport, as a camera answers it (RFC 2326, 12.39). Pure.
#pragma once

#include <string>
#include <string_view>

namespace np {

struct RtspTransportTaken {
  std::string text;      // what the client is told
  std::string nonsense;  // the part that means nothing; empty where all is well
};
// Of what the camera at the address `peer` has agreed to. Wherever it says that its pictures come from, they are taken
// from `peer`, and nothing is sent elsewhere.
RtspTransportTaken take_rtsp_transport(std::string_view agreed, std::string_view peer);

}  // namespace np
