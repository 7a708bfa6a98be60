#include "config/access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder.hpp"

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

TEST(Access, LoopbackNeedsNoToken) { EXPECT_EQ(api_token(with("127.0.0.1", "")).text, ""); }

TEST(Access, ATokenThatIsSetCountsEverywhere) {
  for (const char* host : {"127.0.0.1", "0.0.0.0"}) {
    const ApiToken token = api_token(with(host, "abc"));
    EXPECT_EQ(token.text, "abc");
    EXPECT_FALSE(token.made || token.kept);
  }
}

TEST(Access, OffIsOff) { EXPECT_EQ(api_token(with("0.0.0.0", "off")).text, ""); }

TEST(Access, ElsewhereOneIsMadeAndKept) {
  const Folder folder;
  Settings settings = with("0.0.0.0", "");
  settings.state_dir = folder.path();
  const ApiToken token = api_token(settings);
  EXPECT_TRUE(token.made && token.kept);
  EXPECT_EQ(api_token(settings).text, token.text);
  settings.state_dir.clear();
  const ApiToken other = api_token(settings);
  EXPECT_TRUE(other.made);
  EXPECT_FALSE(other.kept);
  EXPECT_NE(other.text, token.text);
}

}  // namespace
}  // namespace np
