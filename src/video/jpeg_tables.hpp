// Completes JPEG pictures that lack the Huffman tables they were coded with. Most USB cameras and old AVI files leave
// the tables out and expect every reader to know the standard's; not every browser does.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace np {

// The same picture with the standard's Huffman tables, where it has none and was coded by them; else as it is.
std::vector<std::uint8_t> with_huffman_tables(std::span<const std::uint8_t> jpeg);

}  // namespace np
