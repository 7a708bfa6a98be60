// The text of a line, fit for one row of any document: valid UTF-8 (what is none becomes U+FFFD), without control
// characters, with one space wherever there was white space and none at its ends. Pure function.
#pragma once

#include <string>
#include <string_view>

namespace np::subtitles {

std::string tidy(std::string_view text);

}  // namespace np::subtitles
