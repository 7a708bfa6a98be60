#include "http/message/route.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <ranges>
#include <set>

#include "base/text.hpp"

namespace np::http {
namespace {

namespace json = boost::json;
using Operations = std::set<std::pair<std::string, std::string>>;

TEST(Routes, FitMethodAndPath) {
  EXPECT_EQ(find_route("GET", "/api/status").route->endpoint, Endpoint::kStatus);
  EXPECT_EQ(find_route("HEAD", "/api/status").route->endpoint, Endpoint::kStatus);
  EXPECT_EQ(find_route("POST", "/api/profiles").route->endpoint, Endpoint::kSetProfile);
  EXPECT_EQ(find_route("GET", "/").route->endpoint, Endpoint::kPage);
  EXPECT_EQ(find_route("GET", "/style.css").route->endpoint, Endpoint::kFile);
  EXPECT_EQ(find_route("GET", "/overlay").route->endpoint, Endpoint::kOverlay);
  EXPECT_EQ(find_route("GET", "/sign-in").route->endpoint, Endpoint::kSignInPage);
  EXPECT_EQ(find_route("POST", "/sign-in").route->endpoint, Endpoint::kSignIn);
  EXPECT_EQ(find_route("POST", "/overlay").route, nullptr) << "no file either";
  EXPECT_EQ(find_route("GET", "/healthz").route->endpoint, Endpoint::kHealth);
}

TEST(Routes, SayWhatAPathCanDo) {
  const auto match = find_route("DELETE", "/api/profiles");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(find_route("POST", "/api/status").allow, "GET, HEAD, OPTIONS");
  EXPECT_EQ(find_route("GET", "/api/start").allow, "POST, OPTIONS");
  EXPECT_EQ(find_route("OPTIONS", "/api/start").allow, "POST, OPTIONS");
}

TEST(Routes, TakeAnIdOfDigits) {
  EXPECT_EQ(find_route("GET", "/api/lines/17").route->endpoint, Endpoint::kLine);
  EXPECT_EQ(find_route("HEAD", "/api/lines/17/picture").route->endpoint, Endpoint::kLinePicture);
  EXPECT_EQ(find_route("PUT", "/api/lines/17/wrong").route->endpoint, Endpoint::kMarkWrong);
  EXPECT_EQ(find_route("DELETE", "/api/lines/17/wrong").route->endpoint, Endpoint::kUnmarkWrong);
  EXPECT_EQ(find_route("POST", "/api/lines/17/wrong").allow, "PUT, DELETE, OPTIONS");
  for (const char* path : {"/api/lines/", "/api/lines/x", "/api/lines/1x", "/api/lines//picture", "/api/lines/-1",
                           "/api/lines/1/2/picture", "/api/lines/1/", "/api/lines/picture"})
    EXPECT_EQ(find_route("GET", path).route, nullptr) << path;
}

TEST(Routes, TakeANameWithoutASlash) {
  EXPECT_EQ(find_route("PUT", "/api/uploads/my%20clip.mp4").route->endpoint, Endpoint::kUpload);
  EXPECT_EQ(find_route("DELETE", "/api/uploads/a%2Fb").route->endpoint, Endpoint::kDeleteUpload);
  EXPECT_EQ(find_route("GET", "/api/uploads").route->endpoint, Endpoint::kUploads);
  EXPECT_EQ(find_route("PUT", "/api/uploads/").route, nullptr);
  EXPECT_EQ(find_route("PUT", "/api/uploads/a/b").route, nullptr);
}

TEST(Routes, PublicationsAreCreatedAmendedAndEnded) {
  EXPECT_EQ(find_route("POST", "/api/whip").route->endpoint, Endpoint::kPublish);
  EXPECT_EQ(find_route("OPTIONS", "/api/whip").allow, "POST, OPTIONS");
  EXPECT_EQ(find_route("PATCH", "/api/whip/17").route->endpoint, Endpoint::kPublishMore);
  EXPECT_EQ(find_route("DELETE", "/api/whip/17").route->endpoint, Endpoint::kPublishEnd);
  EXPECT_EQ(find_route("GET", "/api/whip/17").allow, "PATCH, DELETE, OPTIONS");
  EXPECT_EQ(find_route("DELETE", "/api/whip/x").route, nullptr);
}

TEST(Routes, KnowNothingElse) {
  for (const char* path : {"/api", "/api/", "/api/status/", "/api/nothing", "//", "/a/b.js"}) {
    const auto match = find_route("GET", path);
    EXPECT_TRUE(match.route == nullptr || match.route->endpoint == Endpoint::kFile) << path;
    if (std::string_view(path).find('/', 1) != std::string_view::npos) {
      EXPECT_EQ(match.route, nullptr) << path;
    }
  }
}

TEST(OpenApi, DescribesExactlyTheRoutes) {
  const auto document = json::parse(openapi_json()).as_object();
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  Operations described;
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, unused] : methods.as_object()) described.emplace(method, path);
  Operations served;
  for (const auto& route : routes()) served.emplace(lower(route.method), route.path);
  EXPECT_EQ(described, served);
  EXPECT_EQ(served.size(), routes().size());
}

TEST(OpenApi, NamesBodiesAnswersAndErrors) {
  const auto document = json::parse(openapi_json());
  const auto at = [&](std::string_view pointer) { return document.at_pointer(pointer); };
  const std::string start = "/paths/~1api~1start/post";
  EXPECT_EQ(at(start + "/requestBody/content/application~1json/schema/required/0"), "source");
  const std::string whip = "/paths/~1api~1whip";
  EXPECT_TRUE(at(whip + "/post/requestBody/content/application~1sdp").is_object());
  EXPECT_TRUE(at(whip + "/post/responses/201/content/application~1sdp").is_object());
  EXPECT_TRUE(at(whip + "~1{id}/patch/responses/204").is_object());
  EXPECT_EQ(at(start + "/responses/409/content/application~1json/schema/$ref"), "#/components/schemas/Error");
  EXPECT_TRUE(at("/paths/~1api~1frame/get/responses/200/content/image~1jpeg").is_object());
  EXPECT_TRUE(at("/paths/~1api~1status/get/responses/200/content/application~1json/schema/properties/monitor_mode")
                  .is_object());
  EXPECT_EQ(at("/paths/~1healthz/get/security").as_array().size(), 0u);
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object()) {
      EXPECT_FALSE(operation.at("summary").as_string().empty()) << path;
      const bool open = path == "/healthz" || path == "/overlay" || path == "/embed" || path == "/sign-in";
      EXPECT_EQ(operation.at("responses").as_object().contains("401"), !open || method == "post") << path;
    }
}

}  // namespace
}  // namespace np::http
