#include "config/access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace np {
namespace {

Settings with(std::string host, std::string token) {
  Settings settings;
  settings.server_host = std::move(host);
  settings.api_token = std::move(token);
  return settings;
}

TEST(Access, KnowsLoopback) {
  for (const char* host : {"127.0.0.1", "127.3.2.1", "::1", "localhost", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host :
       {"0.0.0.0", "::", "192.168.1.7", "128.0.0.1", "localhost.example.org", "127.0.0.1.example.org", ""}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(Access, LoopbackNeedsNoToken) { EXPECT_EQ(api_token(with("127.0.0.1", "")), ""); }

TEST(Access, ATokenThatIsSetCountsEverywhere) {
  EXPECT_EQ(api_token(with("127.0.0.1", "abc")), "abc");
  EXPECT_EQ(api_token(with("0.0.0.0", "abc")), "abc");
}

TEST(Access, OffIsOff) { EXPECT_EQ(api_token(with("0.0.0.0", "off")), ""); }

TEST(Access, ElsewhereOneIsMade) {
  const std::string token = api_token(with("0.0.0.0", ""));
  EXPECT_THAT(token, ::testing::MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_EQ(token.size(), 32u);
  EXPECT_NE(token, api_token(with("0.0.0.0", "")));
}

}  // namespace
}  // namespace np
