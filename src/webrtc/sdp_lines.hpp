// A description line by line, and a line word by word. Pure.
#pragma once

#include <string_view>
#include <vector>

namespace np::webrtc {

// Without their ends; empty ones are left out.
std::vector<std::string_view> lines_of(std::string_view text);
std::vector<std::string_view> words_of(std::string_view line);

}  // namespace np::webrtc
