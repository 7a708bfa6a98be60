#include "cli/model_fit.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "cli/messages.hpp"
#include "models/progress.hpp"

namespace np {
namespace {

constexpr std::string_view kUsualModel = "MiniCPM-o 4.5";
constexpr std::uint64_t kUsualBytes = 6'100'000'000;  // its usual quantisation, with the part that sees

// The one with most free memory; nullptr: there is none.
const ComputeDevice* best_gpu(std::span<const ComputeDevice> devices, bool software) {
  const ComputeDevice* best = nullptr;
  for (const ComputeDevice& device : devices)
    if (device.gpu && device.software == software && (!best || device.free_bytes > best->free_bytes)) best = &device;
  return best;
}

}  // namespace

std::uint64_t memory_for_model(std::uint64_t file_bytes) {
  constexpr std::uint64_t kContext = 600'000'000;
  return file_bytes + kContext;
}

std::string where_it_fits(std::uint64_t file_bytes, std::span<const ComputeDevice> devices) {
  const std::uint64_t needed = memory_for_model(file_bytes);
  if (const ComputeDevice* gpu = best_gpu(devices, false); gpu && gpu->free_bytes >= needed)
    return np::format(messages::kFitsOnGpu, gpu->name);
  const bool in_memory =
      std::ranges::any_of(devices, [&](const ComputeDevice& d) { return !d.gpu && d.free_bytes >= needed; });
  return in_memory ? std::string(messages::kFitsInMemory) : np::format(messages::kFitsNowhere, byte_text(needed));
}

std::string verdict_on(std::span<const ComputeDevice> devices) {
  constexpr double kGigabyte = 1e9;
  const ComputeDevice* gpu = best_gpu(devices, false);
  if (!gpu) {
    const ComputeDevice* imitated = best_gpu(devices, true);
    return imitated ? np::format(messages::kDevicesImitated, imitated->name, kUsualModel)
                    : np::format(messages::kDevicesNone, kUsualModel);
  }
  const std::uint64_t needed = memory_for_model(kUsualBytes);
  if (gpu->free_bytes < needed)
    return np::format(messages::kDevicesSmall, gpu->name, static_cast<double>(gpu->free_bytes) / kGigabyte, kUsualModel,
                      static_cast<double>(needed) / kGigabyte);
  return np::format(messages::kDevicesGood, gpu->name, kUsualModel);
}

}  // namespace np
