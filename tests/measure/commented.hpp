// A clip as the built-in commentator tells it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "score/scorecard.hpp"

namespace np::measure {

// What `nerdpudding describe` prints with no setting changed. Blocks. Throws Error.
std::vector<score::SpokenLine> commentary(const std::filesystem::path& clip);

}  // namespace np::measure
