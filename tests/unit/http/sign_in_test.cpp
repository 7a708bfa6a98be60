#include "http/pages/sign_in.hpp"

#include <gtest/gtest.h>

namespace np::http {
namespace {

Request visit(std::string_view target) {
  Request request{.method = "GET"};
  EXPECT_TRUE(parse_target(target, request)) << target;
  return request;
}

TEST(WayBack, IsWhereTheRequestWantedToGoWithoutAToken) {
  EXPECT_EQ(way_back(visit("/")), "");
  EXPECT_EQ(way_back(visit("/?token=wrong")), "");
  EXPECT_EQ(way_back(visit("/?a=b&token=wrong&c=d%20e%26f")), "?a=b&c=d%20e%26f");
  EXPECT_EQ(way_back(visit("/embed?size=30")), "embed?size=30");
  EXPECT_EQ(way_back(visit("/api/status")), "api/status");
  EXPECT_EQ(way_back(visit("/sign-in?x=y")), "");
}

TEST(WayBack, LeadsNowhereElse) {
  for (const char* way :
       {"//evil.example", "/evil", "a//evil.example", "../x", "a/../../x", "http://evil.example", "javascript:alert(1)",
        "\\\\evil.example", "x y", "a\r\nSet-Cookie: b", "\xff", "a#b", "sign-in"})
    EXPECT_FALSE(is_way_back(way)) << way;
  EXPECT_FALSE(is_way_back(std::string(5000, 'a')));
  for (const char* way : {"", "embed", "overlay?size=30&color=%23fff", "?a=b"}) EXPECT_TRUE(is_way_back(way)) << way;
  EXPECT_EQ(way_back({.method = "GET", .path = "//evil.example/x"}), "");
}

TEST(SignIn, FollowsNoForeignWay) {
  Request request{.method = "POST",
                  .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                  .body = "token=t&to=%2F%2Fevil.example"};
  const auto form = read_sign_in(request);
  ASSERT_TRUE(form);
  EXPECT_TRUE(form->by_form);
  EXPECT_EQ(form->token, "t");
  EXPECT_EQ(form->way_back, "");
}

TEST(SignIn, FindsTheTokenInWhatIsPasted) {
  EXPECT_EQ(token_in("abc-123"), "abc-123");
  EXPECT_EQ(token_in("  abc-123\n"), "abc-123");
  EXPECT_EQ(token_in("http://192.168.1.5:8199/?token=abc-123"), "abc-123");
  EXPECT_EQ(token_in("http://h/?token=a%2Bb&x=y#z"), "a+b");
  EXPECT_EQ(token_in("NerdPudding is ready: http://h/?token=abc other words"), "abc");
  EXPECT_EQ(token_in(""), "");
}

}  // namespace
}  // namespace np::http
