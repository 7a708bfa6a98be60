#include "cli/model_fit.hpp"

#include "app/model_fit.hpp"
#include "base/format.hpp"
#include "cli/messages.hpp"
#include "models/progress.hpp"

namespace np {
namespace {

constexpr std::string_view kUsualModel = "MiniCPM-o 4.5";
constexpr std::uint64_t kUsualBytes = 6'100'000'000;  // its usual quantisation, with the part that sees

}  // namespace

std::string where_it_fits(std::uint64_t file_bytes, std::span<const ComputeDevice> devices) {
  const Fit fit = fit_of(file_bytes, devices);
  switch (fit.where) {
    case Fit::Where::kGpu: return np::format(messages::kFitsOnGpu, fit.device);
    case Fit::Where::kMemory: return messages::kFitsInMemory;
    case Fit::Where::kNowhere: break;
  }
  return np::format(messages::kFitsNowhere, byte_text(memory_for_model(file_bytes)));
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
