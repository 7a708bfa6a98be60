// Whether a model of some size runs here. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/llama/llama_devices.hpp"

namespace np {

// The memory that a model takes whose files have so many bytes together: with a context of 4096 tokens, an estimate.
std::uint64_t memory_for_model(std::uint64_t file_bytes);

// "fits on CUDA0", "fits in memory, but is slow", "does not fit". A GPU that is only imitated does not count.
std::string where_it_fits(std::uint64_t file_bytes, std::span<const ComputeDevice> devices);

// One sentence: what these devices are good for.
std::string verdict_on(std::span<const ComputeDevice> devices);

}  // namespace np
