// The two files of a model of random weights. Block; throw Error; `progress` gets 0 to 1.
#pragma once

#include <filesystem>
#include <functional>

#include "bench/synthetic_model.hpp"

namespace np {

void write_synthetic_language(const SyntheticShape& shape, const std::filesystem::path& path,
                              const std::function<void(double)>& progress);
void write_synthetic_vision(const SyntheticShape& shape, const std::filesystem::path& path,
                            const std::function<void(double)>& progress);

// Layers of linear attention, which remember in a state, and of full attention.
bool is_hybrid(SyntheticShape::Family family);

// Both generations of MiniCPM-V that read a picture's slices with a merger.
bool has_slice_merger(SyntheticShape::Family family);

// How many of the vision part's layers Qwen3-VL's shape hands to the language part's first ones.
int deepstack_layers(const SyntheticShape& shape);

}  // namespace np
