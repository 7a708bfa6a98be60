// Which of GStreamer's plugins may touch what strangers send. A name that is not here is not used, whatever its rank:
// what reads playlists and opens addresses by itself, what draws, and what no video needs. Pure.
#pragma once

#include <string_view>

namespace np {

// Demuxers, parsers and depayloaders.
bool may_parse(std::string_view factory);
bool may_decode(std::string_view factory);
bool may_decode_sound(std::string_view factory);

}  // namespace np
