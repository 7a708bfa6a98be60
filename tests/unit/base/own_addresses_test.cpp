#include "base/own_addresses.hpp"

#include <gtest/gtest.h>

#include "base/host.hpp"

namespace np {
namespace {

TEST(OwnAddresses, AreAddressesAndLeadHere) {
  for (const std::string& address : own_addresses()) {
    EXPECT_TRUE(is_ip_address(address)) << address;
    for (const char* begin : {"127.", "169.254.", "fe80"}) EXPECT_FALSE(address.starts_with(begin)) << address;
  }
}

TEST(OwnAddresses, KnowsNetworksInsideTheMachine) {
  for (const char* name : {"lo", "docker0", "br-1a2b3c", "veth12ab", "virbr0", "podman1"})
    EXPECT_FALSE(leads_out(name)) << name;
  for (const char* name : {"eth0", "enp3s0", "wlan0", "br0", "tailscale0"}) EXPECT_TRUE(leads_out(name)) << name;
}

TEST(OwnAddresses, StandInAUrl) {
  EXPECT_EQ(url_host("192.168.1.5"), "192.168.1.5");
  EXPECT_EQ(url_host("fd00::5"), "[fd00::5]");
}

}  // namespace
}  // namespace np
