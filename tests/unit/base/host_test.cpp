#include "base/host.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(Host, OfAnAuthority) {
  EXPECT_EQ(host_of("tv.example.org"), "tv.example.org");
  EXPECT_EQ(host_of("tv:8199"), "tv");
  EXPECT_EQ(host_of("1.2.3.4:80"), "1.2.3.4");
  EXPECT_EQ(host_of("[::1]:80"), "::1");
  EXPECT_EQ(host_of("[::1]"), "::1");
  EXPECT_EQ(host_of("[::1"), "::1") << "not closed";
  EXPECT_EQ(host_of(""), "");
}

TEST(Host, IsAnAddress) {
  for (const char* address : {"127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1"}) EXPECT_TRUE(is_ip_address(address));
  for (const char* name : {"", "localhost", "127.0.0", "256.0.0.1", "[::1]", "::g", "1.2.3.4:80"})
    EXPECT_FALSE(is_ip_address(name)) << name;
}

}  // namespace
}  // namespace np
