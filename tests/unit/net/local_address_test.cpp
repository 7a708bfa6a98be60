#include "net/local_address.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace np {
namespace {

bool local(const char* text) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) return is_local_address(reinterpret_cast<const sockaddr&>(v4));
  EXPECT_EQ(inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
  return is_local_address(reinterpret_cast<const sockaddr&>(v6));
}

TEST(LocalAddress, OfThisMachineAndItsLink) {
  for (const char* text : {"127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "::1", "::", "fe80::1",
                           "::ffff:127.0.0.1", "::ffff:169.254.1.1"})
    EXPECT_TRUE(local(text)) << text;
  for (const char* text : {"192.168.1.1", "10.0.0.1", "8.8.8.8", "2001:db8::1", "::ffff:8.8.8.8", "fd00::1"})
    EXPECT_FALSE(local(text)) << text;
}

}  // namespace
}  // namespace np
