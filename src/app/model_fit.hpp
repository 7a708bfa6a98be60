// Estimates which models run on this machine. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/llama/llama_devices.hpp"
#include "models/model_catalog.hpp"

namespace np {

// An estimate of a model's memory from the size of its files together, with a context of 4096 tokens.
std::uint64_t memory_for_model(std::uint64_t file_bytes);

// The one with most free memory; nullptr: there is none. `software`: emulated by the processor.
const ComputeDevice* best_gpu(std::span<const ComputeDevice> devices, bool software);

struct Fit {
  enum class Where { kGpu, kMemory, kNowhere };
  Where where = Where::kNowhere;
  std::string device;  // kGpu: its name
};
// A software-emulated GPU does not count.
Fit fit_of(std::uint64_t file_bytes, std::span<const ComputeDevice> devices);

// The name of the model of the catalogue that comments best here at a bearable pace; empty: none fits. docs/models.md
// has the same table.
std::string recommended_model(std::span<const ComputeDevice> devices, unsigned cores);

}  // namespace np
