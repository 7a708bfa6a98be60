#include "http/api/share.hpp"

#include <gmock/gmock.h>

#include "http/messages.hpp"

namespace np::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kLan = "http://192.168.1.5:8199";

Request asked(std::string_view target, Role role = Role::kController) {
  Request request{.method = "GET", .headers = {{"Host", "localhost:8199"}}, .role = role};
  EXPECT_TRUE(parse_target(target, request));
  return request;
}

Share share_of(const ServerOptions& options) {
  return Share(options, [] { return std::vector<std::string>{kLan, "http://localhost:8199"}; });
}

const ServerOptions kBoth{.host = "0.0.0.0", .token = "c0ntrol", .watch_token = "w4tch"};

TEST(Share, NamesTheAddressesThatOthersCanOpenFirst) {
  const auto found = share_of({}).addresses(asked("/api/share"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].url, "http://192.168.1.5:8199/");
  EXPECT_FALSE(found[0].used || found[0].only_here);
  EXPECT_EQ(found[1].url, "http://localhost:8199/");
  EXPECT_TRUE(found[1].used && found[1].only_here);
}

TEST(Share, KnowsThatAProxySpeaksHttps) {
  Request request = asked("/api/share");
  request.headers = {{"Host", "tv.example.org"}, {"X-Forwarded-Proto", "https"}};
  EXPECT_EQ(share_of({}).addresses(request)[0].url, "https://tv.example.org/");
}

TEST(Share, GivesTheLinksToThoseWhoSteer) {
  const Response answer = share_of(kBoth).answer(asked("/api/share"));
  EXPECT_THAT(answer.body, StartsWith(R"({"asks_for_token":true,"control":"?token=c0ntrol","watch":"?token=w4tch",)"));
  EXPECT_THAT(answer.headers, ElementsAre(std::pair<std::string, std::string>("Cache-Control", "no-store")));
  for (const Role role : {Role::kWatcher, Role::kNobody}) {
    const Response refused = share_of(kBoth).answer(asked("/api/share", role));
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, Not(HasSubstr("token=")));
    EXPECT_EQ(share_of(kBoth).code(asked("/api/qr.svg?text=a&link=control", role)).status, 403);
  }
  EXPECT_THAT(share_of({}).answer(asked("/api/share")).body,
              StartsWith(R"({"asks_for_token":false,"control":"","watch":null,)"));
}

TEST(Share, DrawsACode) {
  const Response answer = share_of(kBoth).code(asked("/api/qr.svg?text=http://192.168.1.5:8199/"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "image/svg+xml");
  EXPECT_THAT(answer.body, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 33 33\""));
  EXPECT_THAT(answer.body, HasSubstr("d=\"M4 4h7v1h-7z"));
  EXPECT_NE(answer.body, share_of(kBoth).code(asked("/api/qr.svg?text=http://192.168.1.5:8199/&link=watch")).body);
}

TEST(Share, DrawsNothingElse) {
  const Share both = share_of(kBoth);
  for (const char* target : {"/api/qr.svg", "/api/qr.svg?text=", "/api/qr.svg?text=a%00b", "/api/qr.svg?text=a%0Ab",
                             "/api/qr.svg?text=a&link=x"})
    EXPECT_EQ(both.code(asked(target)).status, 400) << target;
  EXPECT_EQ(both.code(asked("/api/qr.svg?text=" + std::string(Share::kMaxText, 'x'))).status, 200);
  EXPECT_EQ(both.code(asked("/api/qr.svg?text=" + std::string(Share::kMaxText + 1, 'x'))).status, 400);
  EXPECT_EQ(share_of({.token = "c"}).code(asked("/api/qr.svg?text=a&link=watch")).status, 404);
}

}  // namespace
}  // namespace np::http
