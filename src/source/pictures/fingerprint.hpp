// Tells whether two pictures are the very same, as a camera that has hung up sends them.
#pragma once

#include <cstddef>

#include "source/pictures/sample.hpp"

namespace np {

// Equal for equal pictures and almost certainly different for others: no camera makes two alike, because no sensor is
// without noise. JPEG: of all bytes; otherwise of every eighth row of the brightness. 0 if it cannot be read.
std::size_t fingerprint(const Sample& sample);

}  // namespace np
