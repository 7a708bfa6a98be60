#include "livekit/access_token.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/json.hpp>
#include <string_view>

#include "base/base64.hpp"

namespace np {
namespace {

namespace json = boost::json;

// Clocks of servers and of this machine differ.
constexpr std::chrono::seconds kClocksDiffer(60);

std::string hmac_sha256(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {digest.begin(), digest.begin() + size};
}

}  // namespace

std::string join_token(const ApiKey& key, const RoomGrant& grant, std::chrono::system_clock::time_point now,
                       std::chrono::seconds life) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
  json::object video{
      {"room", grant.room}, {"roomJoin", true}, {"canPublish", true}, {"canSubscribe", true}, {"canPublishData", true}};
  if (!grant.sources.empty()) video["canPublishSources"] = json::array(grant.sources.begin(), grant.sources.end());
  if (grant.agent) video["canUpdateOwnMetadata"] = true;
  const json::object claims{{"iss", key.key},
                            {"sub", grant.identity},
                            {"name", grant.name.empty() ? grant.identity : grant.name},
                            {"nbf", (seconds - kClocksDiffer).count()},
                            {"exp", (seconds + life).count()},
                            {"kind", grant.agent ? "agent" : "standard"},
                            {"video", std::move(video)}};
  const std::string signed_part =
      base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url(json::serialize(claims));
  return signed_part + '.' + base64url(hmac_sha256(key.secret, signed_part));
}

}  // namespace np
