// Cameras that a user can choose. Plain values.
#pragma once

#include <string>
#include <vector>

namespace np {

struct Camera {
  std::string name;  // for people
  std::string kind;  // "v4l2" | "onvif" | "mdns"
  // As a user would type it. Of the network: an announced stream, without a login, and without a path if none is known.
  // "onvif": ask it for its streams first; this one is there for those who have no ONVIF user.
  std::string source;
  std::string detail;   // modes, model, host
  std::string address;  // the device of a camera on this machine; the address that any other one answers from
};

struct CameraList {
  std::vector<Camera> cameras;
  std::string note;  // one sentence on why some may be missing; empty: nothing to say
};

struct CameraStream {
  std::string name;
  std::string source;  // with the login that it was asked for with, as a user would type it
  int width = 0;
  int height = 0;
};

}  // namespace np
