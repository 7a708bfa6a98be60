// Makes a line's text fit for one row of any document: valid UTF-8 (invalid bytes become U+FFFD), no control
// characters, one space for each run of white space and none at the ends. Pure function.
#pragma once

#include <string>
#include <string_view>

namespace np::subtitles {

std::string tidy(std::string_view text);

}  // namespace np::subtitles
