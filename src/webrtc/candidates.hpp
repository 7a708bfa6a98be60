// ICE candidates in a description that holds all of them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::webrtc {

// Of a description; those beyond are left out.
inline constexpr std::size_t kMostCandidates = 64;

// Whether a candidate names its address by numbers.
bool names_an_address(std::string_view candidate);

// The description with our candidates in its first section, as all go one way, those first that everybody understands,
// and the word that there are no more.
std::string with_candidates(std::string_view description, std::vector<std::string> candidates);

}  // namespace np::webrtc
