#include "cameras/discovery.hpp"

#include <openssl/rand.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <map>
#include <string>

#include "base/format.hpp"
#include "cameras/multicast_socket.hpp"

namespace np {
namespace {

constexpr const char* kOnvifGroup = "239.255.255.250";
constexpr int kOnvifPort = 3702;
constexpr std::size_t kMostDevices = 64;
constexpr std::size_t kMostSenders = 256, kMostOfOne = 64;  // of datagrams
constexpr int kMostAtOnce = 256;
// A datagram may be lost, a camera may be switched on just now, and waits for up to half a second before it answers.
constexpr Duration kAskAgain = std::chrono::milliseconds(450);
constexpr int kMostAsked = 3;
constexpr Duration kLook = std::chrono::milliseconds(100);  // for `stop`
constexpr int kNextHop = 1;
constexpr int kFromThisLink = 255;  // what some responders want to see

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

bool is_stream(const mdns::Service& service) { return service.address.starts_with("rtsp"); }

std::string host_of(const std::string& address) {
  const auto url = boost::urls::parse_uri(address);
  return url ? std::string(url->host_address()) : std::string();
}

void take(std::string_view answer, const std::string& from, std::vector<soap::Device>& devices) {
  for (soap::Device& device : soap::devices_in(answer)) {
    std::ranges::stable_partition(device.addresses, [&](const std::string& a) { return host_of(a) == from; });
    const bool known = std::ranges::any_of(devices, [&](const soap::Device& d) {
      return (!device.id.empty() && d.id == device.id) || d.addresses.front() == device.addresses.front();
    });
    if (!known && devices.size() < kMostDevices) devices.push_back(std::move(device));
  }
}

}  // namespace

Discovered discover(Duration time, const std::atomic<bool>& stop) {
  Discovered out;
  const Networks networks = Networks::of_this_machine();
  std::array<MulticastSocket, 3> sockets{MulticastSocket(kOnvifGroup, kOnvifPort, kNextHop),
                                         MulticastSocket(mdns::kGroup, mdns::kPort, kFromThisLink),
                                         MulticastSocket(mdns::kGroup6, mdns::kPort, kFromThisLink)};
  auto& [onvif, dns, dns6] = sockets;
  mdns::Answers answers;
  std::map<IpAddress, std::size_t> heard;
  // Whether there was anything to hear.
  const auto hear = [&](MulticastSocket& socket) {
    const auto datagram = socket.receive();
    if (!datagram) return false;
    const auto& [bytes, from, interface] = *datagram;
    if ((!heard.contains(from) && heard.size() == kMostSenders) || ++heard[from] > kMostOfOne) return true;
    if (&socket == &onvif)
      take(bytes, from.text(), out.devices);
    else if (networks.is_near(from, interface))  // RFC 6762, 11
      answers.hear(bytes, from, [&](const IpAddress& named) { return networks.may_name(named, from, interface); });
    return true;
  };
  const TimePoint begun = Clock::now();
  int asked = 0;
  while (!stop) {
    const TimePoint now = Clock::now();
    if (now - begun >= time) break;
    if (asked < kMostAsked && now - begun >= asked * kAskAgain) {
      out.asked |= onvif.send(soap::probe(new_id()), networks);
      for (MulticastSocket* one : {&dns, &dns6}) {
        out.asked |= one->send(mdns::Answers::question(), networks);
        (void)one->send(answers.missing(), networks);
      }
      ++asked;
    }
    std::array<pollfd, 3> readable{};
    for (std::size_t i = 0; i < readable.size(); ++i) readable[i] = {sockets[i].fd(), POLLIN, 0};
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::min(kLook, begun + time - now)).count();
    if (::poll(readable.data(), readable.size(), static_cast<int>(wait)) <= 0) continue;
    for (std::size_t i = 0; i < readable.size(); ++i)
      for (int more = kMostAtOnce; readable[i].revents && more > 0 && hear(sockets[i]);) --more;
  }
  out.services = answers.services();
  return out;
}

std::vector<Camera> cameras_of(const Discovered& found) {
  std::vector<Camera> out;
  // The host tells cameras of one model apart.
  const auto detail = [](const std::string& model, const std::string& host) {
    return model.empty() || host.empty() ? model + host : np::format("{} · {}", model, host);
  };
  const auto is_at = [](const std::string& host) {
    return [&host](const mdns::Service& s) { return host_of(s.address) == host; };
  };
  for (const soap::Device& device : found.devices) {
    const std::string& address = device.addresses.front();
    const std::string host = host_of(address);
    const auto service = std::ranges::find_if(found.services, is_at(host));
    const bool announced = service != found.services.end();
    const bool alone = announced && std::ranges::count_if(found.services, is_at(host)) == 1;
    out.push_back({.name = !device.name.empty() ? device.name
                           : announced          ? service->name
                                                : address,
                   .kind = "onvif",
                   .source = alone && is_stream(*service) ? service->address : "",
                   .detail = detail(device.hardware, host),
                   .address = address});
  }
  for (const mdns::Service& service : found.services) {
    const std::string host = host_of(service.address);
    const bool known =
        std::ranges::any_of(found.devices, [&](const soap::Device& d) { return host_of(d.addresses.front()) == host; });
    if (known && std::ranges::count_if(found.services, is_at(host)) == 1) continue;
    out.push_back({.name = service.name,
                   .kind = is_stream(service) ? "mdns" : "onvif",
                   .source = is_stream(service) ? service.address : "",
                   .detail = detail(service.model, service.host),
                   .address = service.address});
  }
  return out;
}

}  // namespace np
