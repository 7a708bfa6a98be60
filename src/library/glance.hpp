// A brief look into a video file: what it is, how long it is, and a small picture of it. Throws the Error that a show
// would give, without the file's folder. Blocks for about `limit` at most; ends early with kEnded once `wanted` returns
// false.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "source/source.hpp"

namespace np {

struct Glance {
  std::string codec;  // for people: "H.264"
  int width = 0;
  int height = 0;
  double length_s = 0;             // 0: it does not say
  std::vector<std::uint8_t> jpeg;  // at most kGlanceSize; empty: nothing could be decoded in time
};

inline constexpr PictureSize kGlanceSize{320, 320};

// `name`: the file's name in the sentence of an error.
Glance glance_at(const std::filesystem::path& file, const std::string& name, Duration limit,
                 const std::function<bool()>& wanted);

}  // namespace np
