// What is wrong with a file can be said best before anybody tries to play it.
#pragma once

#include "source/source.hpp"

namespace np {

// Makes sure that a file or camera is there, may be read, and may hold a video at all: throws Error otherwise. Other
// sources are left alone. Blocks for the file system.
void check_source(const SourceSpec& spec);

}  // namespace np
