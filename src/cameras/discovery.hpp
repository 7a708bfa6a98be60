// Asks the networks of this machine which ONVIF cameras they have (WS-Discovery), and hears the answers.
#pragma once

#include <atomic>
#include <vector>

#include "base/clock.hpp"
#include "cameras/soap.hpp"

namespace np {

// The addresses of each device begin with the one that it answered from.
struct Discovered {
  bool asked = false;  // there was a network to ask
  std::vector<soap::Device> devices;  // each once; 64 at most
};
// Sends a few datagrams to the group of cameras on each network of this machine, one hop far, and listens for `time`.
// Blocks for that time, or until `stop`.
Discovered discover(Duration time, const std::atomic<bool>& stop);

}  // namespace np
