// The models that there are to choose from: the catalogue with what is here of it and what fits this machine, and other
// GGUF models in the folder for models. Both functions look at the disk, and throw nothing.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/llama/llama_devices.hpp"
#include "http/api/models_house.hpp"

namespace np {

// `folder`: for models, one folder each; empty: there is none.
std::vector<ModelReport> models_here(const std::filesystem::path& folder, std::span<const ComputeDevice> devices);

// A file in that folder as people choose it, "qwen3-vl-2b/Qwen3VL-2B-Instruct-Q4_K_M.gguf"; empty: it is elsewhere.
std::string file_in(const std::filesystem::path& folder, const std::filesystem::path& model);

}  // namespace np
