// Preloaded into a server whose model runs on a Vulkan device: once the file that NP_LOSE_DEVICE names is there, the
// device is lost. What is in the file says how the backend takes it: "lost", with Vulkan's own error, or "abort", as
// backends do that have no way to go on.
#include <dlfcn.h>
#include <ggml.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

namespace {

// As in vulkan_core.h; handles and structures are passed on unseen.
using Function = void (*)();
using GetProcAddr = Function (*)(void* instance_or_device, const char* name);
using QueueSubmit = int (*)(void* queue, std::uint32_t count, const void* infos, void* fence);
constexpr int kDeviceLost = -4;  // VK_ERROR_DEVICE_LOST

GetProcAddr from_instance;
GetProcAddr from_device;
QueueSubmit submit;

int submit_or_lose(void* queue, std::uint32_t count, const void* infos, void* fence) {
  if (const char* path = std::getenv("NP_LOSE_DEVICE")) {
    std::string how;
    std::ifstream(path) >> how;
    if (how == "abort") GGML_ABORT("device lost");
    if (how == "lost") return kDeviceLost;
  }
  return submit(queue, count, infos, fence);
}

Function get_from_device(void* device, const char* name);

Function ours(const char* name, Function theirs) {
  if (!theirs) return theirs;
  if (std::strcmp(name, "vkGetDeviceProcAddr") == 0) {
    from_device = reinterpret_cast<GetProcAddr>(theirs);
    return reinterpret_cast<Function>(get_from_device);
  }
  if (std::strcmp(name, "vkQueueSubmit") == 0) {
    submit = reinterpret_cast<QueueSubmit>(theirs);
    return reinterpret_cast<Function>(submit_or_lose);
  }
  return theirs;
}

Function get_from_device(void* device, const char* name) { return ours(name, from_device(device, name)); }

}  // namespace

extern "C" Function vkGetInstanceProcAddr(void* instance, const char* name) {
  if (!from_instance)
    from_instance =
        reinterpret_cast<GetProcAddr>(dlsym(dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL), "vkGetInstanceProcAddr"));
  return ours(name, from_instance(instance, name));
}
