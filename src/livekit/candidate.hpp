// Reads a candidate as browsers write it, RTCIceCandidateInit in JSON, which LiveKit's servers take and send. Pure.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace np::livekit {

std::string candidate_json(unsigned line, const std::string& candidate);
// Section and candidate; nothing if it is no candidate, or marks the end of them.
std::optional<std::pair<unsigned, std::string>> candidate_of(const std::string& json);

}  // namespace np::livekit
