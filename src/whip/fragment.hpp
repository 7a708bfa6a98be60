// Candidates that come after the offer (application/trickle-ice-sdpfrag, RFC 8840). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace np::whip {

struct Fragment {
  std::string user;  // the ICE session that they belong to; empty: it is not said
  std::vector<std::pair<unsigned, std::string>> candidates;  // section and "candidate:...", by address alone
};

// `mids`: the offer's sections. Nothing if it is malformed.
std::optional<Fragment> read_fragment(std::string_view text, const std::vector<std::string>& mids);

}  // namespace np::whip
