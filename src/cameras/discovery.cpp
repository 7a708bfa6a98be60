#include "cameras/discovery.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <openssl/rand.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstring>
#include <string>

#include "base/descriptor.hpp"
#include "base/format.hpp"

namespace np {
namespace {

constexpr const char* kGroup = "239.255.255.250";
constexpr int kPort = 3702;
constexpr std::size_t kMostDevices = 64, kMostNetworks = 16;
constexpr std::size_t kMostDatagram = 65536;  // bytes
// A datagram may be lost, and a camera waits for up to half a second before it answers.
constexpr Duration kAskAgain = std::chrono::milliseconds(300);
constexpr int kMostAsked = 2;
constexpr Duration kLook = std::chrono::milliseconds(100);  // for `stop`

std::string new_id() {
  std::array<unsigned char, 16> b{};
  (void)RAND_bytes(b.data(), b.size());
  std::string out;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += np::format("{:02x}", b[i]);
  }
  return out;
}

// This machine itself counts as one, for programs that act as a camera.
std::vector<in_addr> networks() {
  std::vector<in_addr> out;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return out;
  for (const ifaddrs* i = all; i; i = i->ifa_next) {
    if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || !(i->ifa_flags & IFF_UP) || out.size() == kMostNetworks)
      continue;
    sockaddr_in address;
    std::memcpy(&address, i->ifa_addr, sizeof address);
    out.push_back(address.sin_addr);
  }
  ::freeifaddrs(all);
  return out;
}

void ask(int socket, const std::vector<in_addr>& networks) {
  const std::string probe = soap::probe(new_id());
  sockaddr_in group{};
  group.sin_family = AF_INET;
  group.sin_port = htons(kPort);
  ::inet_pton(AF_INET, kGroup, &group.sin_addr);
  for (const in_addr& network : networks) {
    if (::setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &network, sizeof network) != 0) continue;
    (void)::sendto(socket, probe.data(), probe.size(), MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&group),
                   sizeof group);
  }
}

bool is_at(const std::string& address, const std::string& host) {
  const auto url = boost::urls::parse_uri(address);
  return url && url->host_address() == host;
}

void take(std::string_view answer, const std::string& from, std::vector<soap::Device>& devices) {
  for (soap::Device& device : soap::devices_in(answer)) {
    std::ranges::stable_partition(device.addresses, [&](const std::string& a) { return is_at(a, from); });
    const bool known = std::ranges::any_of(devices, [&](const soap::Device& d) {
      return (!device.id.empty() && d.id == device.id) || d.addresses.front() == device.addresses.front();
    });
    if (!known && devices.size() < kMostDevices) devices.push_back(std::move(device));
  }
}

}  // namespace

Discovered discover(Duration time, const std::atomic<bool>& stop) {
  Discovered out;
  const std::vector<in_addr> all = networks();
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const unsigned char hops = 1;
  if (socket.get() < 0 || all.empty()) return out;
  (void)::setsockopt(socket.get(), IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops);
  out.asked = true;
  std::string datagram(kMostDatagram, '\0');
  const TimePoint begun = Clock::now();
  int asked = 0;
  while (!stop) {
    const TimePoint now = Clock::now();
    if (now - begun >= time) break;
    if (asked < kMostAsked && now - begun >= asked * kAskAgain) {
      ask(socket.get(), all);
      ++asked;
    }
    pollfd readable{socket.get(), POLLIN, 0};
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::min(kLook, begun + time - now)).count();
    if (::poll(&readable, 1, static_cast<int>(wait)) <= 0) continue;
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t got = ::recvfrom(socket.get(), datagram.data(), datagram.size(), MSG_DONTWAIT,
                                   reinterpret_cast<sockaddr*>(&from), &size);
    char host[INET_ADDRSTRLEN] = {};
    if (got <= 0 || !::inet_ntop(AF_INET, &from.sin_addr, host, sizeof host)) continue;
    take(std::string_view(datagram).substr(0, static_cast<std::size_t>(got)), host, out.devices);
  }
  return out;
}

}  // namespace np
