// The cameras that are plugged into this machine, by Video4Linux.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cameras/camera.hpp"

namespace np {

// How a device is reached: ::ioctl, or what a test has in its place.
using DeviceCall = std::function<int(int fd, unsigned long request, void* argument)>;

// Those of `folder` (/dev) that give pictures, by number. A device is opened and not started, so one that is in use is
// listed as well; one that may not be opened is listed with what to do. Blocks for the drivers.
std::vector<Camera> v4l2_cameras(const std::string& folder, const DeviceCall& call);
std::vector<Camera> v4l2_cameras();

}  // namespace np
