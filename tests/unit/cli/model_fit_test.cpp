#include "cli/model_fit.hpp"

#include <gtest/gtest.h>

#include "cli/messages.hpp"
#include "messages.hpp"

namespace np {
namespace {

using test::says;

constexpr std::uint64_t kGb = 1'000'000'000;

ComputeDevice gpu(std::string name, std::uint64_t free, bool software = false) {
  return {.name = std::move(name), .gpu = true, .software = software, .memory_bytes = 80 * kGb, .free_bytes = free};
}
ComputeDevice cpu(std::uint64_t free) { return {.name = "CPU", .memory_bytes = 64 * kGb, .free_bytes = free}; }

TEST(ModelFit, TakesTheRoomiestGpuElseMemory) {
  const ComputeDevice all[] = {gpu("Vulkan0", 4 * kGb), gpu("CUDA0", 20 * kGb), cpu(32 * kGb)};
  EXPECT_THAT(where_it_fits(6 * kGb, all), says(messages::kFitsOnGpu, "CUDA0"));
  EXPECT_EQ(where_it_fits(25 * kGb, all), messages::kFitsInMemory);
  EXPECT_THAT(where_it_fits(60 * kGb, all), says(messages::kFitsNowhere, "60.6 GB"));
}

TEST(ModelFit, AnImitatedGpuIsNone) {
  const ComputeDevice all[] = {gpu("Vulkan0", 30 * kGb, true), cpu(32 * kGb)};
  EXPECT_EQ(where_it_fits(6 * kGb, all), messages::kFitsInMemory);
  EXPECT_THAT(verdict_on(all), says(messages::kDevicesImitated, "Vulkan0"));
}

TEST(ModelFit, Verdicts) {
  const ComputeDevice none[] = {cpu(8 * kGb)};
  EXPECT_THAT(verdict_on(none), says(messages::kDevicesNone));
  const ComputeDevice small[] = {gpu("CUDA0", 4 * kGb), cpu(8 * kGb)};
  EXPECT_THAT(verdict_on(small), says(messages::kDevicesSmall, "CUDA0", 4.0));
  const ComputeDevice good[] = {gpu("CUDA0", 24 * kGb), cpu(8 * kGb)};
  EXPECT_THAT(verdict_on(good), says(messages::kDevicesGood, "CUDA0"));
  EXPECT_THAT(verdict_on({}), says(messages::kDevicesNone));
}

}  // namespace
}  // namespace np
