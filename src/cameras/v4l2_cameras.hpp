// The cameras that are plugged into this machine, by Video4Linux.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cameras/camera.hpp"

namespace np {

// Calls a device: ::ioctl, or a test's replacement.
using DeviceCall = std::function<int(int fd, unsigned long request, void* argument)>;

// The devices of `folder` (/dev) that give pictures, by number. It opens a device without starting it, so it also lists
// one that is in use. It lists a device that it may not open, with the next step. Blocks for the drivers.
std::vector<Camera> v4l2_cameras(const std::string& folder, const DeviceCall& call);
std::vector<Camera> v4l2_cameras();

}  // namespace np
