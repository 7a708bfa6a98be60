// Checks a file before anybody tries to play it, because that is when its fault can be named best.
#pragma once

#include "source/source.hpp"

namespace np {

// Makes sure that a file or camera is there, may be read, and may hold a video at all: throws Error otherwise. Other
// sources are left alone. Blocks for the file system.
void check_source(const SourceSpec& spec);

}  // namespace np
