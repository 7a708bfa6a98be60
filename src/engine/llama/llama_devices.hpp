// The processors that the installed llama.cpp backends offer. Any thread; blocks the first time, while they are loaded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace np {

struct ComputeDevice {
  std::string name;         // "CUDA0", "Vulkan0", "CPU": a value of GPU_DEVICE
  std::string description;  // "NVIDIA H200"
  bool gpu = false;
  bool software = false;  // a GPU emulated in software
  std::uint64_t memory_bytes = 0;
  std::uint64_t free_bytes = 0;
};

// Loads the backends once, and sends the libraries' own messages to our log.
void load_compute_backends();
std::vector<ComputeDevice> compute_devices();

}  // namespace np
