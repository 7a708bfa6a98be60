#include "livekit/access_token.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <boost/json.hpp>

namespace np {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

std::string from_base64url(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  const std::size_t missing = (4 - text.size() % 4) % 4;
  text.append(missing, '=');
  std::string out(text.size() / 4 * 3, '\0');
  EXPECT_GE(EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                            reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size())),
            0);
  out.resize(out.size() - missing);
  return out;
}

const std::chrono::system_clock::time_point kNow{seconds(1700000000)};

TEST(AccessToken, NamesOneRoomAndOnePerson) {
  const std::string token = join_token({"key", "secret"}, {.room = "yard", .identity = "anna"}, kNow, seconds(600));
  const auto dot = token.find('.'), last = token.rfind('.');
  EXPECT_EQ(from_base64url(token.substr(0, dot)), R"({"alg":"HS256","typ":"JWT"})");
  const json::object claims = json::parse(from_base64url(token.substr(dot + 1, last - dot - 1))).as_object();
  EXPECT_EQ(claims.at("iss"), "key");
  EXPECT_EQ(claims.at("sub"), "anna");
  EXPECT_EQ(claims.at("name"), "anna");
  EXPECT_EQ(claims.at("kind"), "standard");
  EXPECT_EQ(claims.at("exp").to_number<int>(), 1700000600);
  EXPECT_EQ(claims.at("nbf").to_number<int>(), 1700000000 - 60);
  const json::object& video = claims.at("video").as_object();
  EXPECT_EQ(video.at("room"), "yard");
  EXPECT_EQ(video.size(), 5u) << "nothing but to join, publish, subscribe and send data";
  EXPECT_FALSE(video.contains("canUpdateOwnMetadata"));
}

TEST(AccessToken, NamesWhatMayBePublished) {
  const std::string token =
      join_token({"key", "secret"}, {.room = "yard", .identity = "anna", .sources = {"camera", "screen_share"}}, kNow,
                 seconds(60));
  const auto dot = token.find('.');
  const auto claims = json::parse(from_base64url(token.substr(dot + 1, token.rfind('.') - dot - 1))).as_object();
  EXPECT_EQ(claims.at("video"), json::parse(R"({"room":"yard","roomJoin":true,"canPublish":true,"canSubscribe":true,
    "canPublishData":true,"canPublishSources":["camera","screen_share"]})"));
}

TEST(AccessToken, AnAgentMayChangeItsOwnAttributes) {
  const std::string token = join_token(
      {"key", "secret"}, {.room = "yard", .identity = "bot", .name = "NerdPudding", .agent = true}, kNow, seconds(60));
  const auto dot = token.find('.');
  const auto claims = json::parse(from_base64url(token.substr(dot + 1, token.rfind('.') - dot - 1))).as_object();
  EXPECT_EQ(claims.at("kind"), "agent");
  EXPECT_EQ(claims.at("name"), "NerdPudding");
  EXPECT_EQ(claims.at("video").at("canUpdateOwnMetadata"), true);
}

// The signature was made by another program, Python's hmac, from the same header and claims.
TEST(AccessToken, TheSecretSigns) {
  const auto signature = [](const std::string& secret) {
    const std::string token = join_token({"devkey", secret}, {.room = "r", .identity = "i"}, kNow, seconds(60));
    return token.substr(token.rfind('.') + 1);
  };
  EXPECT_EQ(signature("secretsecretsecretsecretsecret12"), "nXanlooE4us_FM4mZO4uPpEd1B9DUjBFbPvHLGxUlvA");
  EXPECT_NE(signature("another"), signature("secretsecretsecretsecretsecret12"));
  EXPECT_EQ(signature("another").size(), 43u);
}

}  // namespace
}  // namespace np
