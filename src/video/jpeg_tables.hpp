// Completes JPEG pictures that lack their Huffman tables. Most USB cameras and old AVI files leave the tables out and
// expect every reader to know the standard's; some browsers do not.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace np {

// The same picture with the standard's Huffman tables, if it lacks them; otherwise unchanged.
std::vector<std::uint8_t> with_huffman_tables(std::span<const std::uint8_t> jpeg);

}  // namespace np
