// The routes about cameras. I/O thread; never blocks.
#pragma once

#include <functional>

#include "channel/show.hpp"
#include "http/message/message.hpp"
#include "http/message/route.hpp"

namespace np {

class Cameras;

namespace http {

// kCameras and kOpenCamera, for operators. `reply` is called once on the loop. Throws WrongBody.
void answer_cameras(Endpoint endpoint, const Request& request, Cameras& cameras, const Show& show,
                    std::function<void(Response)> reply);

}  // namespace http
}  // namespace np
