#include <iostream>

#include "base/format.hpp"
#include "cli/commands.hpp"
#include "cli/model_fit.hpp"
#include "engine/llama/llama_devices.hpp"

namespace np::command {

void devices() {
  const std::vector<ComputeDevice> all = compute_devices();
  for (const ComputeDevice& d : all)
    std::cout << np::format("{:<10} {}, {:.1f} GB, {:.1f} GB free{}\n", d.name, d.description,
                            static_cast<double>(d.memory_bytes) / (1 << 30),
                            static_cast<double>(d.free_bytes) / (1 << 30), d.software ? ", imitated: slow" : "");
  std::cout << verdict_on(all) << "\n";
}

}  // namespace np::command
