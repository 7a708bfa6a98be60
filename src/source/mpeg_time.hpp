// What a piece of MPEG-TS, or of bare sound with an ID3 tag before it, says about its own time. Demuxers count from the
// first piece they see; to put the sound of one playlist beside the pictures of another, the sender's clock is needed.
// Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace np {

// The clock has 33 bits: it begins anew after so long.
inline constexpr Duration kMpegTimeWraps = std::chrono::nanoseconds((std::int64_t{1} << 33) * 100'000 / 9);

// Of the first picture, or the first sound; nothing where the bytes are of another kind or do not tell.
std::optional<Duration> mpeg_time(std::string_view piece, bool sound);
// ADTS, AC-3 or MP3 as it is, maybe behind an ID3 tag.
bool is_bare_sound(std::string_view piece);
// Of the tag it begins with; zero: there is none.
std::size_t id3_size(std::string_view piece);

}  // namespace np
