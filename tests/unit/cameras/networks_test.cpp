#include "cameras/networks.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>

namespace np {
namespace {

IpAddress address_of(const char* text) {
  in_addr v4;
  in6_addr v6;
  if (::inet_pton(AF_INET, text, &v4) == 1) return IpAddress::of(v4);
  EXPECT_EQ(::inet_pton(AF_INET6, text, &v6), 1) << text;
  return IpAddress::of(v6);
}

constexpr unsigned kLoopback = 1, kHome = 2, kOffice = 3;

Networks two_networks() {
  return Networks({{kLoopback, address_of("127.0.0.1"), 96 + 8},
                   {kHome, address_of("192.168.1.10"), 96 + 24},
                   {kHome, address_of("fe80::10"), 64},
                   {kHome, address_of("2001:db8:1::10"), 64},
                   {kOffice, address_of("10.0.0.10"), 96 + 20}});
}

TEST(Networks, WhoIsNearNeedsNoRouter) {
  const Networks networks = two_networks();
  for (const char* near : {"192.168.1.1", "192.168.1.255", "fe80::1:2:3:4", "2001:db8:1::1"})
    EXPECT_TRUE(networks.is_near(address_of(near), kHome)) << near;
  for (const char* far : {"192.168.2.1", "10.0.0.1", "8.8.8.8", "2001:db8:2::1", "fe90::1", "0.0.0.0", "224.0.0.251",
                          "255.255.255.255", "ff02::fb", "::"})
    EXPECT_FALSE(networks.is_near(address_of(far), kHome)) << far;
  EXPECT_TRUE(networks.is_near(address_of("10.0.15.1"), kOffice));
  EXPECT_FALSE(networks.is_near(address_of("10.0.16.1"), kOffice));
  EXPECT_TRUE(networks.is_near(address_of("127.0.0.5"), kLoopback));
  EXPECT_FALSE(networks.is_near(address_of("127.0.0.5"), kHome));
}

TEST(Networks, AStrangerNamesItselfAndItsNeighbours) {
  const Networks networks = two_networks();
  const IpAddress camera = address_of("192.168.1.20");
  for (const char* may : {"192.168.1.20", "192.168.1.21", "2001:db8:1::20", "fe80::20"})
    EXPECT_TRUE(networks.may_name(address_of(may), camera, kHome)) << may;
  for (const char* may_not : {"127.0.0.1", "127.0.0.5", "::1", "192.168.1.10", "10.0.0.10", "10.0.0.20", "8.8.8.8",
                              "0.0.0.0", "224.0.0.1", "2001:db8:1::10"})
    EXPECT_FALSE(networks.may_name(address_of(may_not), camera, kHome)) << may_not;
  EXPECT_FALSE(networks.may_name(address_of("8.8.8.8"), address_of("8.8.8.8"), kHome)) << "not from here";
}

TEST(Networks, ThisMachineNamesItselfAndWhatItsNetworksHave) {
  const Networks networks = two_networks();
  for (const char* own : {"127.0.0.1", "192.168.1.10"})
    for (const char* may : {"127.0.0.1", "192.168.1.10", "10.0.0.20", "192.168.1.20"})
      EXPECT_TRUE(networks.may_name(address_of(may), address_of(own), kLoopback)) << own << " " << may;
  EXPECT_FALSE(networks.may_name(address_of("8.8.8.8"), address_of("192.168.1.10"), kLoopback));
}

TEST(Networks, AnAddressHasATextAndAKind) {
  EXPECT_EQ(address_of("192.168.1.20").text(), "192.168.1.20");
  EXPECT_EQ(address_of("2001:db8::1").text(), "2001:db8::1");
  EXPECT_TRUE(address_of("10.0.0.1").is_v4());
  EXPECT_FALSE(address_of("2001:db8::1").is_v4());
  for (const char* local : {"169.254.3.4", "fe80::1", "febf::1"})
    EXPECT_TRUE(address_of(local).is_link_local()) << local;
  for (const char* wide : {"169.255.3.4", "fec0::1", "192.168.1.1"})
    EXPECT_FALSE(address_of(wide).is_link_local()) << wide;
}

TEST(Networks, ThisMachineIsInItsOwn) {
  const Networks networks = Networks::of_this_machine();
  for (const Network& one : networks.all()) {
    EXPECT_TRUE(networks.has_own(one.own));
    EXPECT_TRUE(networks.is_near(one.own, one.interface)) << one.own.text();
    EXPECT_GT(one.interface, 0u);
    EXPECT_GE(one.shared, one.own.is_v4() ? 96 : 0);
  }
}

}  // namespace
}  // namespace np
