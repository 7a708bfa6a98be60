// Addresses as people give them, and what a refusal says.
#include "net/api_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages.hpp"
#include "net/messages.hpp"

namespace np {
namespace {

using test::says;
using testing::_;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(ApiServer, FindsTheApiBehindEachAddress) {
  const struct {
    const char* given;
    const char* models;
    const char* own;  // /props
  } kAddresses[] = {
      {"http://h:8080", "http://h:8080/v1/models", "http://h:8080/props"},
      {"http://h:8080/", "http://h:8080/v1/models", "http://h:8080/props"},
      {"http://h:8080/v1", "http://h:8080/v1/models", "http://h:8080/props"},
      {"http://h:8080/v1//", "http://h:8080/v1/models", "http://h:8080/props"},
      {"http://h/llama/v1", "http://h/llama/v1/models", "http://h/llama/props"},
      {"https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/models", "https://openrouter.ai/api/props"},
      {"https://g/v1beta/openai/", "https://g/v1beta/openai/models", "https://g/v1beta/openai/props"},
      {"https://z/api/paas/v4", "https://z/api/paas/v4/models", "https://z/api/paas/v4/props"},
      {"http://h/v1/chat/completions", "http://h/v1/models", "http://h/props"},
      {"http://h/v1/models/", "http://h/v1/models", "http://h/props"},
      {"http://h/v1/audio/speech", "http://h/v1/models", "http://h/props"},
      {"http://h/chat/completions", "http://h/models", "http://h/props"},
      {"https://a/openai/deployments/d/chat/completions?api-version=2024-10-21",
       "https://a/openai/deployments/d/models?api-version=2024-10-21", "https://a/openai/deployments/d/props"},
      {"http://h/v1?key=k#top", "http://h/v1/models?key=k", "http://h/props"},
      {"http://u:p@h/v1", "http://u:p@h/v1/models", "http://u:p@h/props"},
  };
  for (const auto& [given, models, own] : kAddresses) {
    const ApiServer server(given, "");
    EXPECT_EQ(server.request("/v1/models").url, models) << given;
    EXPECT_EQ(server.request("/props").url, own) << given;
    EXPECT_EQ(server.roots().front(), server.root) << given;
  }
}

TEST(ApiServer, ShowsHostAndPortAlone) {
  EXPECT_EQ(ApiServer("https://u:p@h:1/v1beta?key=k", "").shown, "h:1");
  EXPECT_EQ(ApiServer("https://h?key=k", "").shown, "h");
}

TEST(ApiServer, APathMayBeAProxys) {
  EXPECT_EQ(ApiServer("http://h/llama", "").roots(), (std::vector<std::string>{"/llama", "/llama/v1"}));
  EXPECT_EQ(ApiServer("http://h/llama/v1", "").roots(), (std::vector<std::string>{"/llama/v1"}));
  EXPECT_EQ(ApiServer("http://h", "").roots(), (std::vector<std::string>{"/v1"}));
  EXPECT_EQ(ApiServer("http://h/x/chat/completions", "").roots(), (std::vector<std::string>{"/x"}));
}

TEST(ApiServer, AzureHasAHeaderOfItsOwn) {
  const auto has_key = [](const char* url) {
    const HttpRequest request = ApiServer(url, "k").request("/v1/models");
    return std::ranges::contains(request.headers, "api-key", [](const auto& header) { return header.first; });
  };
  EXPECT_TRUE(has_key("https://x.openai.azure.com/openai/deployments/d"));
  EXPECT_FALSE(has_key("http://h/v1"));
}

TEST(ApiServer, BlamesTheRightOne) {
  ApiServer with("http://h/v1", "k3y"), without("http://h/v1", "");
  const auto said = [](const ApiServer& server, int status, std::string_view message, HttpHeaders headers = {}) {
    HttpHead head{.status = status, .headers = std::move(headers)};
    return refusal(server, head, message).message();
  };
  EXPECT_THAT(said(with, 401, "no"), says(messages::kKeyNotAccepted, _, 401));
  EXPECT_THAT(said(without, 401, "no"), says(messages::kAsksForKey, _, 401));
  EXPECT_THAT(said(without, 401, "", {{"www-authenticate", "Basic realm=\"x\""}}),
              says(messages::kAsksForPassword, _, 401));
  EXPECT_THAT(said(with, 403, "Invalid API key k3y"), says(messages::kKeyNotAccepted, _, 403));
  EXPECT_THAT(said(with, 403, ""), says(messages::kKeyNotAccepted, _, 403));
  EXPECT_THAT(said(with, 403, "Your country is not supported"),
              AllOf(says(messages::kForbidsRequest, _, 403), HasSubstr("\"Your country is not supported\"")));
  EXPECT_THAT(said(with, 403, "", {{"content-type", "text/html"}}),
              says(messages::kForbidsRequest, _, 403, ", a web page"));
  EXPECT_THAT(said(with, 400, "API key not valid."), says(messages::kKeyNotAccepted, _, 400));
  EXPECT_THAT(said(with, 400, "The prompt is too long"), says(messages::kRefusesRequest, _, 400));
  EXPECT_THAT(said(with, 402, "Insufficient credits"),
              AllOf(says(messages::kWantsPayment, _, 402), HasSubstr("Insufficient credits")));
  EXPECT_THAT(said(with, 413, ""), says(messages::kRequestTooLarge, _, 413));
  EXPECT_THAT(said(with, 429, "You exceeded your quota"),
              AllOf(says(messages::kTooMuchToDo), HasSubstr("You exceeded your quota")));
}

}  // namespace
}  // namespace np
