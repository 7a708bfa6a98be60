// Error bodies of servers and gateways, and which field of a request they blame.
#include "net/error_body.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(ErrorBody, TheSentenceOfEachKind) {
  const struct {
    const char* whose;
    const char* body;
    const char* sentence;
  } kBodies[] = {
      {"OpenAI", R"({"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}})", "no"},
      {"llama-server", R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
       "Loading model"},
      {"vLLM, older", R"({"object":"error","message":"no","type":"BadRequestError","param":null,"code":400})", "no"},
      {"text-generation-inference", R"({"error":"no","error_type":"validation"})", "no"},
      {"Ollama", R"({"error":"model 'x' not found"})", "model 'x' not found"},
      {"FastAPI", R"({"detail":"Not Found"})", "Not Found"},
      {"FastAPI's list", R"({"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required"}]})",
       "model: Field required"},
      {"Mistral", R"({"object":"error","message":{"detail":[{"loc":["body","x"],"msg":"no"}]},"type":"x"})", "x: no"},
      {"Gemini", R"([{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}])",
       "API key not valid."},
      {"Anthropic", R"({"type":"error","error":{"type":"invalid_request_error","message":"no"}})", "no"},
      {"Azure", R"({"statusCode":404,"message":"Resource not found"})", "Resource not found"},
      {"Kong", R"({"message":"no Route matched with those values"})", "no Route matched with those values"},
      {"Cloudflare", R"({"success":false,"errors":[{"code":10000,"message":"Authentication error"}],"messages":[]})",
       "Authentication error"},
      {"problem+json", R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"no"})", "no"},
      {"problem+json, a title alone", R"({"title":"Bad Request","status":400})", "Bad Request"},
      {"OpenRouter",
       R"({"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"no\"}}","provider_name":"x"}}})",
       "no"},
      {"a text in a text", R"({"error":{"message":"{\"detail\":\"no\"}"}})", "no"},
      {"MiniMax", R"({"base_resp":{"status_code":1004,"status_msg":"no balance"}})", "no balance"},
      {"OAuth", R"({"error":"invalid_token","error_description":"expired"})", "invalid_token"},
      {"Apigee", R"({"fault":{"faultstring":"no","detail":{"errorcode":"x"}}})", "no"},
      {"ASP.NET", R"({"errors":{"temperature":["must be at most 1"]},"title":"x","status":400})",
       "temperature: must be at most 1"},
      {"a flag and a message", R"({"error":true,"message":"no"})", "no"},
      {"an empty message", R"({"error":{"message":"","type":"overloaded"}})", "type overloaded"},
      {"a figure alone", R"({"error":{"code":7}})", "code 7"},
      {"Chinese clouds", R"({"code":"1113","msg":"no","success":false})", "no"},
      {"plain text", "upstream connect error\n", "upstream connect error"},
      {"a text as JSON", R"("no")", "no"},
      {"a page", "<html><body>502</body></html>", ""},
      {"nothing", "", ""},
      {"half", R"({"error":{"mess)", ""},
      {"not an error", R"({"status":"ok"})", ""},
      {"null", R"({"error":null})", ""},
      {"a number", "7", ""},
  };
  for (const auto& body : kBodies) EXPECT_EQ(error_message(body.body), body.sentence) << body.whose;
  EXPECT_EQ(error_message(std::string(100'000, '[')), "");
  std::string deep;
  for (int i = 0; i < 30; ++i) deep += R"({"error":)";
  EXPECT_EQ(error_message(deep + "\"no\"" + std::string(30, '}')), "") << "no deeper than anybody writes";
}

constexpr std::string_view kSent[] = {"chat_template_kwargs", "max_tokens", "max_completion_tokens",
                                      "temperature",          "top_p",      "stream"};

TEST(ErrorBody, TheFieldThatIsBlamed) {
  const struct {
    const char* body;
    const char* field;  // empty: none
    bool certain;
  } kBodies[] = {
      {R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","param":"max_tokens"}})",
       "max_tokens", true},
      {R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}})",
       "max_tokens", false},
      {R"({"error":{"message":"Unsupported value: 'temperature' does not support 0.7 with this model.","param":"temperature"}})",
       "temperature", true},
      {R"({"detail":[{"type":"extra_forbidden","loc":["body","chat_template_kwargs"],"msg":"Extra inputs are not permitted","input":{"top_p":1}}]})",
       "chat_template_kwargs", true},
      {R"({"message":{"detail":[{"loc":["body","chat_template_kwargs","enable_thinking"],"msg":"x"}]}})",
       "chat_template_kwargs", true},
      {R"({"detail":"chat_template_kwargs.enable_thinking: unknown"})", "chat_template_kwargs", false},
      {R"({"errors":{"top_p":["unknown field"]}})", "top_p", true},
      {R"({"errors":[{"source":{"pointer":"/temperature"},"title":"Invalid"}]})", "temperature", true},
      {R"([{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"chat_template_kwargs\": Cannot find field."}}])",
       "chat_template_kwargs", false},
      {R"({"error":{"message":"`temperature` and `top_p` cannot both be specified for this model."}})", "temperature",
       false},
      {R"({"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"param\":\"top_p\"}}"}}})",
       "top_p", true},
      {R"({"error":{"message":"Your organization must be verified to stream this model.","param":"stream"}})", "stream",
       true},
      {R"({"error":"json: unknown field \"top_p\""})", "top_p", false},
      {"unknown parameter top_p", "top_p", false},
      {R"({"error":"the stream broke off"})", "", false},
      {R"({"error":"my_top_p_x is wrong"})", "", false},
      {R"({"error":"Invalid request"})", "", false},
      {"<html>temperature</html>", "", false},
      {"", "", false},
  };
  for (const auto& [body, field, certain] : kBodies) {
    const auto blamed = blamed_field(body, kSent);
    EXPECT_EQ(blamed ? blamed->name : "", field) << body;
    if (blamed) {
      EXPECT_EQ(blamed->certain, certain) << body;
    }
  }
}

}  // namespace
}  // namespace np
