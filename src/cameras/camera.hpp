// Cameras that are there to be chosen. Plain values.
#pragma once

#include <string>
#include <vector>

namespace np {

struct Camera {
  std::string name;     // for people
  std::string kind;     // "v4l2" | "onvif"
  std::string source;   // as a user would type it; empty: it has to be asked for its streams first
  std::string detail;   // modes, model
  std::string address;  // of this machine's cameras the device, of others where they answer
};

struct CameraList {
  std::vector<Camera> cameras;
  std::string note;  // one sentence on why some may be missing; empty: there is nothing to say
};

struct CameraStream {
  std::string name;
  std::string source;  // with the login that it was asked for with, as a user would type it
  int width = 0;
  int height = 0;
};

}  // namespace np
