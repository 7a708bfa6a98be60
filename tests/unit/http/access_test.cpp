#include "http/access.hpp"

#include <gmock/gmock.h>

#include "http/messages.hpp"

namespace np::http {
namespace {

using ::testing::HasSubstr;

Request request(Fields headers, std::string_view target = "/api/status") {
  Request r{.method = "GET", .headers = std::move(headers)};
  EXPECT_TRUE(parse_target(target, r));
  return r;
}

int status(const Access& access, const Request& r) {
  const auto response = access.check(r);
  return response ? response->status : 200;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

const Access open_access("127.0.0.1", "", {"show.example", "other.example:8443"}, false);
const Access locked("0.0.0.0", "s3cret; ä", {"show.example"}, false);

TEST(Access, TakesLoopbackNamesAndAllowedHosts) {
  for (const char* host : {"127.0.0.1", "127.0.0.1:8199", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8199",
                           "show.example", "Show.Example:9000", "other.example:8443"})
    EXPECT_EQ(status(open_access, request({{"Host", host}})), 200) << host;
}

TEST(Access, TakesTheListenAddress) {
  const Access access("192.168.1.5", "", {}, false);
  EXPECT_EQ(status(access, request({{"Host", "192.168.1.5:8199"}})), 200);
  EXPECT_EQ(status(access, request({{"Host", "192.168.1.6:8199"}})), 403);
}

TEST(Access, RefusesForeignHosts) {
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8199", "192.168.1.5",
                           "other.example", "other.example:1", "[::2]", "[", "]", ":", "[]:80"})
    EXPECT_EQ(status(open_access, request({{"Host", host}})), 403) << host;
}

TEST(Access, RefusesForeignOrigins) {
  for (const char* origin : {"http://evil.example", "null", "http://localhost:3000", "http://localhost", "x",
                             "https://localhost:8199.evil.example"})
    EXPECT_EQ(status(open_access, request({{"Host", "localhost:8199"}, {"Origin", origin}})), 403) << origin;
  for (const char* origin : {"http://localhost:8199", "https://localhost:8199", "https://show.example"})
    EXPECT_EQ(status(open_access, request({{"Host", "localhost:8199"}, {"Origin", origin}})), 200) << origin;
}

TEST(Access, RefusesPicturesEmbeddedByPagesOfOthersButNotLinks) {
  const auto from = [](std::string mode) {
    return request({{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", std::move(mode)}});
  };
  EXPECT_EQ(status(open_access, from("no-cors")), 403);
  EXPECT_EQ(status(open_access, from("navigate")), 200);
}

TEST(Access, AsksForTheToken) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}})), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/")), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Authorization", "Bearer s3cret; ä"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"authorization", "bearer s3cret; ä"}})), 200);
  for (const char* wrong : {"Bearer", "Bearer ", "Bearer s3cret", "Bearer s3cret; äx", "Basic s3cret; ä", "s3cret; ä"})
    EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Authorization", wrong}})), 401) << wrong;
}

TEST(Access, TakesTheCookieItSet) {
  const auto welcome = locked.check(request({{"Host", "192.168.1.5:8199"}}, "/?token=s3cret%3B%20%C3%A4"));
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->status, 303);
  EXPECT_EQ(header(*welcome, "Location"), "/");
  const auto cookie = header(*welcome, "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(cookie, HasSubstr("Path=/;"));
  EXPECT_EQ(cookie.find("Secure"), cookie.npos);

  const auto pair = cookie.substr(0, cookie.find(';'));
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Cookie", "a=b; " + pair + "; c=d"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Cookie", pair + "x"}})), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Cookie", "nerdpudding_token=%ZZ"}})), 401);
}

TEST(Access, MarksTheCookieSecureUnderTls) {
  const Access access("0.0.0.0", "t", {}, true);
  EXPECT_THAT(header(*access.check(request({{"Host", "localhost"}}, "/?token=t")), "Set-Cookie"),
              HasSubstr("; Secure"));
}

TEST(Access, SendsAVisitorFromAnotherSiteOnByAPage) {
  const auto welcome =
      locked.check(request({{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}},
                           "/?token=s3cret;+%C3%A4"));
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->status, 200);
  EXPECT_THAT(welcome->body, HasSubstr("url=/"));
  EXPECT_EQ(welcome->body.find("s3cret"), std::string::npos);
}

TEST(Access, RefusesAWrongTokenInTheAddress) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/?token=wrong")), 401);
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}, {"Authorization", "Bearer s3cret; ä"}}, "/?token=")), 401);
}

TEST(Access, TellsAPersonInABrowserWhereTheTokenIs) {
  const auto page = locked.check(request({{"Host", "localhost"}, {"Accept", "text/html,*/*;q=0.8"}}, "/"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->status, 401);
  EXPECT_THAT(page->content_type, HasSubstr("text/html"));
  EXPECT_THAT(page->body, HasSubstr(messages::kTokenNeededPage));
}

TEST(Access, TakesTheTokenInTheAddressOfThePageOnly) {
  EXPECT_EQ(status(locked, request({{"Host", "localhost"}}, "/api/status?token=s3cret%3B%20%C3%A4")), 401);
}

TEST(Access, WithATokenAnyAddressIsAHostButNoForeignName) {
  EXPECT_EQ(status(locked, request({{"Host", "10.0.0.7:8199"}, {"Authorization", "Bearer s3cret; ä"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "[fe80::1]:8199"}, {"Authorization", "Bearer s3cret; ä"}})), 200);
  EXPECT_EQ(status(locked, request({{"Host", "evil.example"}, {"Authorization", "Bearer s3cret; ä"}})), 403);
}

TEST(Access, HealthIsOpen) {
  EXPECT_EQ(status(locked, request({{"Host", "evil.example"}}, "/healthz")), 200);
  EXPECT_EQ(status(open_access, request({}, "/healthz")), 200);
}

TEST(Access, AnErrorHoldsNoSecret) {
  const auto response = locked.check(request({{"Host", "localhost"}, {"Authorization", "Bearer wrong"}}));
  EXPECT_EQ(response->body.find("s3cret"), std::string::npos);
  EXPECT_EQ(header(*response, "WWW-Authenticate"), "Bearer");
}

}  // namespace
}  // namespace np::http
