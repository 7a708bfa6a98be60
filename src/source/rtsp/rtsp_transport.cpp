#include "source/rtsp/rtsp_transport.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace np {

RtspTransportTaken take_rtsp_transport(std::string_view agreed, std::string_view peer) {
  constexpr std::string_view kChannels = "interleaved=";
  RtspTransportTaken taken;
  bool beside = true;  // pictures come beside the connection
  while (!agreed.empty()) {
    const std::string_view part = agreed.substr(0, agreed.find(';'));
    agreed.remove_prefix(std::min(agreed.size(), part.size() + 1));
    const std::string folded = lower(trim(part));
    if (folded.starts_with(kChannels)) {
      int first = -1;
      beside = false;
      std::from_chars(folded.data() + kChannels.size(), folded.data() + folded.size(), first);
      if (first < 0 || first > 254) taken.nonsense = part;
    }
    beside &= folded != "multicast";
    if (folded.starts_with("source=")) continue;
    if (!taken.text.empty()) taken.text += ';';
    taken.text += part;
  }
  if (beside) taken.text.append(";source=").append(peer);
  return taken;
}

}  // namespace np
