// The list of GStreamer plugins that may touch untrusted data. A plugin that is not listed is not used, whatever its
// rank: such as those that read playlists and open addresses by themselves, that draw, or that no video needs. Pure.
#pragma once

#include <string_view>

namespace np {

// Demuxers, parsers and depayloaders.
bool may_parse(std::string_view factory);
bool may_decode(std::string_view factory);
bool may_decode_sound(std::string_view factory);

}  // namespace np
