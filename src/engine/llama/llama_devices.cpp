#include "engine/llama/llama_devices.hpp"

#include <ggml-backend.h>
#include <llama.h>
#include <mtmd-helper.h>
#include <mtmd.h>

#include <mutex>
#include <string_view>

#include "base/log.hpp"

namespace np {
namespace {

// The libraries tell much of what they do; it helps only who looks for an error. Lines come in parts.
void tell(ggml_log_level level, const char* text, void*) {
  if (level != GGML_LOG_LEVEL_WARN && level != GGML_LOG_LEVEL_ERROR) return;
  std::string_view line(text);
  while (line.ends_with('\n')) line.remove_suffix(1);
  if (!line.empty()) log::debug("llama.cpp: {}", line);
}

}  // namespace

void load_compute_backends() {
  static std::once_flag once;
  std::call_once(once, [] {
    ggml_log_set(tell, nullptr);
    llama_log_set(tell, nullptr);
    mtmd_log_set(tell, nullptr);
    mtmd_helper_log_set(tell, nullptr);
    ggml_backend_load_all();
    llama_backend_init();
  });
}

std::vector<ComputeDevice> compute_devices() {
  load_compute_backends();
  std::vector<ComputeDevice> devices;
  for (std::size_t i = 0; i < ggml_backend_dev_count(); ++i) {
    ggml_backend_dev_t device = ggml_backend_dev_get(i);
    ggml_backend_dev_props props{};
    ggml_backend_dev_get_props(device, &props);
    if (props.type == GGML_BACKEND_DEVICE_TYPE_ACCEL) continue;
    ComputeDevice d;
    d.name = props.name;
    d.description = props.description;
    d.gpu = props.type != GGML_BACKEND_DEVICE_TYPE_CPU;
    d.software = d.description.contains("llvmpipe");
    std::size_t free = 0, total = 0;
    ggml_backend_dev_memory(device, &free, &total);
    d.memory_bytes = total;
    d.free_bytes = free;
    devices.push_back(std::move(d));
  }
  return devices;
}

}  // namespace np
