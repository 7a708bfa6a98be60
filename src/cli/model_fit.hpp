// Says whether a model runs here. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/llama/llama_devices.hpp"

namespace np {

// "fits on CUDA0", "fits in memory, but is slow", "does not fit". A software-emulated GPU does not count.
std::string where_it_fits(std::uint64_t file_bytes, std::span<const ComputeDevice> devices);

// One sentence about what these devices are good for.
std::string verdict_on(std::span<const ComputeDevice> devices);

}  // namespace np
