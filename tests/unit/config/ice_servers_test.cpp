#include "config/ice_servers.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(IceServers, AreReadOneByOne) {
  const auto servers =
      read_ice_servers(" stun:stun.example.org:3478, turn:ann:se:cret@turn.example.org:3478?transport=tcp,");
  ASSERT_TRUE(servers);
  ASSERT_EQ(servers->size(), 2U);
  EXPECT_EQ(servers->at(0).url, "stun:stun.example.org:3478");
  EXPECT_EQ(servers->at(0).username, "");
  EXPECT_EQ(servers->at(1).url, "turn:turn.example.org:3478?transport=tcp");
  EXPECT_EQ(servers->at(1).username, "ann");
  EXPECT_EQ(servers->at(1).credential, "se:cret");
  EXPECT_TRUE(read_ice_servers("")->empty());
}

TEST(IceServers, WhatIsNoneIsRefused) {
  for (const char* text : {"example.org", "http://example.org", "stun:", "stun:a b:1", "stun:ann:secret@a:1",
                           "turn:a:3478", "turn:ann@a:3478", "turn:ann:secret@a:3478?transport=sctp",
                           "stun:a:1?transport=udp", "stun:\"x\":1", "stun:a:1,nonsense"})
    EXPECT_FALSE(read_ice_servers(text)) << text;
}

}  // namespace
}  // namespace np
