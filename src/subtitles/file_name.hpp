// What a document is called when it is saved. Pure function.
#pragma once

#include <string>
#include <string_view>

#include "subtitles/format.hpp"

namespace np::subtitles {

// `source`: a name or an address without credentials; empty: of all sources. `day`: "2026-11-29", or empty for a
// video file, whose subtitles are to have its own name: "Front door 2026-11-29.vtt", "match.vtt". Never with a slash
// or other characters that file systems refuse; 100 characters at most, without the ending.
std::string file_name(std::string_view source, std::string_view day, Format format);

}  // namespace np::subtitles
