// SubRip (.srt): UTF-8 without a byte order mark and with the line ends of SubRip itself, CR LF. The format has
// neither comments nor a way to escape: brackets that players take for markup, "<" ">" "{" "}", are written as
// look-alikes. Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "subtitles/cue.hpp"

namespace np::subtitles {

// Nothing.
std::string subrip_head(const std::string& comment);
std::string subrip_cue(std::size_t number, const Cue& cue);

}  // namespace np::subtitles
