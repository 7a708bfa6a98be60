// What is wrong with a file can be said best before anybody tries to play it.
#pragma once

#include <string>

#include "source/source.hpp"

namespace np {

// The URI of a source. For files and cameras it is made sure that they are there, may be read, and may hold a video at
// all: throws Error otherwise. Blocks for the file system.
std::string source_uri(const SourceSpec& spec);

}  // namespace np
