#include "app/model_fit.hpp"

#include <algorithm>
#include <string_view>

namespace np {

std::uint64_t memory_for_model(std::uint64_t file_bytes) {
  constexpr std::uint64_t kContext = 600'000'000;
  return file_bytes + kContext;
}

const ComputeDevice* best_gpu(std::span<const ComputeDevice> devices, bool software) {
  const ComputeDevice* best = nullptr;
  for (const ComputeDevice& device : devices)
    if (device.gpu && device.software == software && (!best || device.free_bytes > best->free_bytes)) best = &device;
  return best;
}

Fit fit_of(std::uint64_t file_bytes, std::span<const ComputeDevice> devices) {
  const std::uint64_t needed = memory_for_model(file_bytes);
  if (const ComputeDevice* gpu = best_gpu(devices, false); gpu && gpu->free_bytes >= needed)
    return {Fit::Where::kGpu, gpu->name};
  const bool in_memory =
      std::ranges::any_of(devices, [&](const ComputeDevice& d) { return !d.gpu && d.free_bytes >= needed; });
  return {in_memory ? Fit::Where::kMemory : Fit::Where::kNowhere, {}};
}

std::string recommended_model(std::span<const ComputeDevice> devices, unsigned cores) {
  constexpr unsigned kManyCores = 8;
  const struct {
    std::string_view model;
    Fit::Where where;
    unsigned cores;
  } kBestFirst[] = {{"minicpm-o-4.5", Fit::Where::kGpu, 0},    {"qwen3-vl-4b", Fit::Where::kGpu, 0},
                    {"qwen3-vl-2b", Fit::Where::kGpu, 0},      {"smolvlm2-2.2b", Fit::Where::kMemory, kManyCores},
                    {"smolvlm2-500m", Fit::Where::kMemory, 0}, {"smolvlm2-256m", Fit::Where::kMemory, 0}};
  for (const auto& one : kBestFirst)
    if (cores >= one.cores && fit_of(find_model(one.model).about_bytes, devices).where == one.where)
      return std::string(one.model);
  return {};
}

}  // namespace np
