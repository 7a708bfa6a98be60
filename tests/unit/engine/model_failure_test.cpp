#include "engine/llama/model_failure.hpp"

#include <gtest/gtest.h>

#include <new>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace np {
namespace {

using Of = ModelFailure::Of;

// nullopt: the request's.
std::optional<Of> of_status(int status) {
  try {
    throw_failed_process(status);
  } catch (const ModelFailure& failure) {
    return failure.of();
  } catch (const Error&) {
    return std::nullopt;
  }
}

class VulkanCategory final : public std::error_category {
 public:
  const char* name() const noexcept override { return "vk::Result"; }
  std::string message(int) const override { return "vk"; }
};

TEST(ModelFailure, SortsWhatTheLibraryReturns) {
  EXPECT_EQ(of_status(1), std::nullopt) << "no slot in the cache";
  EXPECT_EQ(of_status(2), std::nullopt) << "aborted";
  EXPECT_EQ(of_status(-1), std::nullopt) << "an invalid batch";
  EXPECT_EQ(of_status(-2), Of::kMemory);
  EXPECT_EQ(of_status(-3), Of::kDevice);
}

TEST(ModelFailure, SortsWhatTheLibraryThrows) {
  const VulkanCategory vulkan;
  EXPECT_EQ(failure_of(std::bad_alloc()).of(), Of::kMemory);
  EXPECT_EQ(failure_of(std::system_error(-1, vulkan)).of(), Of::kMemory);
  EXPECT_EQ(failure_of(std::system_error(-2, vulkan)).of(), Of::kMemory);
  EXPECT_EQ(failure_of(std::system_error(-4, vulkan)).of(), Of::kDevice) << "the device is lost";
  EXPECT_EQ(failure_of(std::system_error(2, std::generic_category())).of(), Of::kDevice);
  EXPECT_EQ(failure_of(std::runtime_error("?")).of(), Of::kDevice);
}

}  // namespace
}  // namespace np
