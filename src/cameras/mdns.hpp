// Multicast DNS (RFC 6762) and service discovery in it (RFC 6763): what is asked, and what cameras and servers of
// streams answer. It asks as one who asks once, so answers come to the asker alone. Pure; libresolv reads the messages.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cameras/networks.hpp"

namespace np::mdns {

inline constexpr const char* kGroup = "224.0.0.251";
inline constexpr const char* kGroup6 = "ff02::fb";
inline constexpr int kPort = 5353;

inline constexpr std::size_t kMostServices = 64;  // in all
inline constexpr std::size_t kMostOfOne = 16;     // services, and hosts, that one sender may name
inline constexpr std::size_t kMostSenders = 128;
inline constexpr std::size_t kMostDatagram = 9000;  // bytes; RFC 6762, 17

struct Service {
  std::string name;     // for people; not empty
  std::string address;  // rtsp://, to be opened; http://, to be asked by ONVIF
  std::string model;    // may be empty
  std::string host;     // its part of the address
};

// What has been answered so far. Beyond its bounds, what comes later is left out. No sender changes what another said.
class Answers {
 public:
  // Asks for all services that can be opened.
  static std::string question();
  // Asks for what answers have named but not told; empty if nothing is missing.
  std::string missing() const;

  // `may_name`: whether the sender may name that address as the place of a camera. What is no answer changes nothing.
  void hear(std::string_view datagram, const IpAddress& from, const std::function<bool(const IpAddress&)>& may_name);

  // Each device, or each stream of a server, once, in the order of their names. One whose sender named only addresses
  // that it may not name is left out; one whose sender named none is at the address that the answer came from.
  std::vector<Service> services() const;

 private:
  struct Instance {
    std::size_t kind = 0;  // which of the services that are asked for
    bool located = false;
    std::string target;
    int port = 0;
    bool described = false;
    std::optional<std::string> path;
    std::string model;
  };
  struct Host {
    bool told = false;  // an address, allowed or not
    std::vector<IpAddress> addresses;
  };
  struct Sender {
    std::map<std::string, Instance> instances;  // by their names as DNS writes them
    std::map<std::string, Host> hosts;
  };
  class Reader;

  std::map<IpAddress, Sender> senders_;
};

}  // namespace np::mdns
