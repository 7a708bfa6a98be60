// Names a document for saving. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "subtitles/format.hpp"

namespace np::subtitles {

// `source`: a name or an address without credentials; empty: all sources. `day`: "2026-11-29", or empty for a video
// file, whose subtitles get its own name: "Front door 2026-11-29.vtt", "match.vtt". Without slashes or other characters
// that file systems refuse; 100 characters at most, without the ending.
std::string file_name(std::string_view source, std::string_view day, Format format);

}  // namespace np::subtitles
