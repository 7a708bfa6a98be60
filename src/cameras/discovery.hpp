// Asks the networks of this machine which cameras they have, by WS-Discovery and by multicast DNS at once, and hears
// the answers.
#pragma once

#include <atomic>
#include <vector>

#include "base/clock.hpp"
#include "cameras/camera.hpp"
#include "cameras/mdns.hpp"
#include "cameras/soap.hpp"

namespace np {

struct Discovered {
  bool asked = false;                 // there was a network to ask
  std::vector<soap::Device> devices;  // each once, 64 at most; its addresses begin with the one that it answered from
  std::vector<mdns::Service> services;
};
// Sends a few datagrams to the groups of cameras on each network of this machine, which no router passes on, and
// listens for `time`. It reads 64 datagrams of one sender, those of 256 senders, and by multicast DNS none from outside
// these networks. Blocks for that time, or until `stop`.
Discovered discover(Duration time, const std::atomic<bool>& stop);

// Each device once, however it was found: ONVIF knows all streams of a device, so one that it knows and that announces
// one stream is ONVIF's, with that stream as its source.
std::vector<Camera> cameras_of(const Discovered& found);

}  // namespace np
