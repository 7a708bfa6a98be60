#include "http/route.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <ranges>
#include <set>

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
  for (const auto& route : routes()) served.emplace(route.method == "GET" ? "get" : "post", route.path);
  EXPECT_EQ(described, served);
  EXPECT_EQ(served.size(), routes().size());
}

TEST(OpenApi, NamesBodiesAnswersAndErrors) {
  const auto document = json::parse(openapi_json());
  const auto at = [&](std::string_view pointer) { return document.at_pointer(pointer); };
  const std::string start = "/paths/~1api~1start/post";
  EXPECT_EQ(at(start + "/requestBody/content/application~1json/schema/required/0"), "source");
  EXPECT_EQ(at(start + "/responses/409/content/application~1json/schema/$ref"), "#/components/schemas/Error");
  EXPECT_TRUE(at("/paths/~1api~1frame/get/responses/200/content/image~1jpeg").is_object());
  EXPECT_TRUE(at("/paths/~1api~1status/get/responses/200/content/application~1json/schema/properties/monitor_mode")
                  .is_object());
  EXPECT_EQ(at("/paths/~1healthz/get/security").as_array().size(), 0u);
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object()) {
      EXPECT_FALSE(operation.at("summary").as_string().empty()) << path;
      EXPECT_EQ(operation.at("responses").as_object().contains("401"), path != "/healthz") << path;
    }
}

}  // namespace
}  // namespace np::http
