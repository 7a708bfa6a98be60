// SubRip (.srt): UTF-8 without a byte order mark, with SubRip's own line ends, CR LF. The format has neither comments
// nor escapes: look-alikes replace the brackets that players take for markup, "<" ">" "{" "}". Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "subtitles/cue.hpp"

namespace np::subtitles {

// Nothing.
std::string subrip_head(const std::string& comment);
std::string subrip_cue(std::size_t number, const Cue& cue);

}  // namespace np::subtitles
