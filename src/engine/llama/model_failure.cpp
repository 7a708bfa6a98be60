#include "engine/llama/model_failure.hpp"

#include <new>
#include <string_view>
#include <system_error>

#include "base/format.hpp"

namespace np {
namespace {

// As in llama.h and vulkan_core.h.
constexpr int kNoMemoryToCompute = -2;
constexpr int kFailedToCompute = -3;
constexpr int kVulkanOutOfHostMemory = -1;
constexpr int kVulkanOutOfDeviceMemory = -2;

ModelFailure no_memory() {
  return {ModelFailure::Of::kMemory,
          "There is not enough memory to read the prompt: set a smaller MAX_INP_LENGTH, or stop another channel."};
}

ModelFailure no_device() {
  return {ModelFailure::Of::kDevice, "The model's device did not compute; if this goes on, restart the server."};
}

}  // namespace

void throw_failed_process(int status) {
  if (status <= kFailedToCompute) throw no_device();
  if (status == kNoMemoryToCompute) throw no_memory();
  throw Error(ErrorKind::kInternal, "The model could not read the prompt; it goes on with the next one.");
}

Error unloadable(const std::filesystem::path& file) {
  return Error(ErrorKind::kUnsupported, np::format("\"{}\" cannot be loaded: it is damaged, or of a kind that this "
                                                   "llama.cpp does not know; LOG_LEVEL=debug shows what it said.",
                                                   file.filename().string()));
}

ModelFailure failure_of(const std::exception& thrown) {
  if (dynamic_cast<const std::bad_alloc*>(&thrown)) return no_memory();
  const auto* vulkan = dynamic_cast<const std::system_error*>(&thrown);
  if (vulkan && std::string_view(vulkan->code().category().name()) == "vk::Result" &&
      (vulkan->code().value() == kVulkanOutOfHostMemory || vulkan->code().value() == kVulkanOutOfDeviceMemory))
    return no_memory();
  return no_device();
}

}  // namespace np
