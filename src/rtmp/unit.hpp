// What an RTMP publisher's video and sound messages hold: FLV's tags, and those of Enhanced RTMP. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace np::rtmp {

enum class Codec { kH264, kH265, kAv1, kVp8, kVp9, kAac, kMp3, kOpus };
constexpr bool is_sound(Codec codec) { return codec >= Codec::kAac; }

struct Unit {
  Codec codec = Codec::kH264;
  bool head = false;  // what its decoder needs before anything else; otherwise a picture, or a piece of sound
  bool key = false;   // a picture that can be decoded by itself
  Duration time{};    // when it is to be decoded, from the first unit on
  std::chrono::milliseconds until_shown{};  // from then on
  std::string bytes;
};

// Nothing where the message holds nothing to show, or is cut off. `time` is left to the caller. Throws
// Error{kUnsupported} for a codec that is not read here.
std::optional<Unit> read_video(std::string_view body);
// The same; sound of an unknown codec is nothing.
std::optional<Unit> read_sound(std::string_view body);
// Of Enhanced RTMP's codecs, what is read here, by their four characters.
bool is_read(std::string_view four_characters);

}  // namespace np::rtmp
