// The engine against servers that each speak OpenAI's API in a way of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <ostream>

#include "engine/messages.hpp"
#include "messages.hpp"
#include "net/messages.hpp"
#include "unit/engine/openai_fixture.hpp"

namespace np {
namespace {

using test::Asked;
using test::kChat;
using test::kModels;
using test::plain;
using test::says;
using test::ScriptedServer;
using test::Wire;
using testing::_;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Dialects : public test::OpenAiEngineTest {
 protected:
  // What is said after such a body, with these headers.
  std::string said(const std::string& headers, const std::string& body) {
    ScriptedServer server(plain([&](const Asked&, Wire& wire) {
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
    }));
    start({server.url()});
    const test::Line line = ask();
    return line.text() + line.error;
  }
};

std::string piece(const std::string& text, const std::string& reason = "null") {
  return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":" + reason + "}]}\n\n";
}

TEST_F(Dialects, AnswersInWhateverFormTheyCome) {
  const std::string usual = piece("A dog ") + piece("runs by.") + piece("", "\"stop\"") + "data: [DONE]\n\n";
  const std::string whole =
      R"({"object":"chat.completion","choices":[{"message":{"role":"assistant","content":"A dog runs by."},"finish_reason":"stop"}]})";
  const std::string events = "Content-Type: text/event-stream\r\n";
  const struct {
    const char* what;
    std::string headers;
    std::string body;
  } kAnswers[] = {
      {"no type", "", usual},
      {"capitals", "Content-Type: Text/Event-Stream\r\n", usual},
      {"plain text", "Content-Type: text/plain; charset=utf-8\r\n", usual},
      {"JSON", "Content-Type: application/json\r\n", usual},
      {"a whole, called JSON", "Content-Type: application/json\r\n", whole},
      {"a whole, called a stream", events, whole + "\n\ndata: [DONE]\n\n"},
      {"a whole in an event", events, "data: " + whole + "\n\n"},
      {"the whole once more at the end", events, piece("A dog runs by.") + "data: " + whole + "\n\n"},
      {"a ping", events, "data: {\"type\":\"ping\"}\n\n" + usual},
      {"a text as a ping", events, "event: ping\ndata: hello\n\n" + usual},
      {"figures", events, "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n" + usual},
      {"no empty line at the end", events, usual.substr(0, usual.size() - 2)},
      {"reasons that are empty", events, piece("A dog ", "\"\"") + piece("runs by.", "\"\"") + "data: [DONE]\n\n"},
      {"reasons that are called null", events, piece("A dog ", "\"null\"") + piece("runs by.", "\"stop\"")},
      {"no end at all", events, piece("A dog ") + piece("runs by.")},
      {"Ollama's own", "Content-Type: application/x-ndjson\r\n",
       R"({"message":{"role":"assistant","content":"A dog "},"done":false})"
       "\n"
       R"({"message":{"role":"assistant","content":"runs by."},"done":false})"
       "\n"
       R"({"message":{"content":""},"done":true,"done_reason":"stop"})"},
      {"Anthropic's own", events,
       "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"content\":[]}}\n\n"
       "event: content_block_delta\ndata: "
       "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"A "
       "dog runs by.\"}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"},
  };
  for (const auto& answer : kAnswers) EXPECT_EQ(said(answer.headers, answer.body), "A dog runs by.") << answer.what;
}

TEST_F(Dialects, CompressionIsUndone) {
  // "data: {...A dog runs by...}\n\ndata: [DONE]\n\n", by gzip.
  const unsigned char kGzip[] = {
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0x49, 0x2c, 0x49, 0xb4, 0x52, 0xa8, 0x56,
      0x4a, 0xce, 0xc8, 0xcf, 0x4c, 0x4e, 0x2d, 0x56, 0xb2, 0x8a, 0xae, 0x56, 0x4a, 0x49, 0xcd, 0x29, 0x49, 0x54,
      0xb2, 0x02, 0x0a, 0xe6, 0xe7, 0x95, 0xa4, 0xe6, 0x95, 0x28, 0x59, 0x29, 0x39, 0x2a, 0xa4, 0xe4, 0xa7, 0x2b,
      0x14, 0x95, 0xe6, 0x15, 0x2b, 0x24, 0x55, 0xea, 0x29, 0xd5, 0xd6, 0xc6, 0xd6, 0x72, 0x71, 0xa5, 0x80, 0xf5,
      0x46, 0xbb, 0xf8, 0xfb, 0xb9, 0xc6, 0x72, 0x71, 0x01, 0x00, 0xee, 0x66, 0x44, 0xac, 0x4a, 0x00, 0x00, 0x00};
  EXPECT_EQ(said("Content-Encoding: gzip\r\n", std::string(reinterpret_cast<const char*>(kGzip), sizeof kGzip)),
            "A dog runs by.");
  EXPECT_THAT(said("Content-Encoding: martian\r\n", "x"), says(messages::kPeerCompresses));
}

// Refuses each of these fields as its `refusal` says.
struct Strict {
  const char* name;
  std::vector<std::string> fields;
  int status;
  std::string refusal;  // {} stands for the field
  std::size_t asked;    // for two lines
};
void PrintTo(const Strict& strict, std::ostream* out) { *out << strict.name; }

class StrictServer : public Dialects, public testing::WithParamInterface<Strict> {};

TEST_P(StrictServer, IsAskedWithoutWhatItRefusesFromThenOn) {
  const Strict& strict = GetParam();
  ScriptedServer server(plain([&](const Asked& asked, Wire& wire) {
    for (const std::string& field : strict.fields)
      if (asked.body.contains('"' + field + '"')) {
        std::string refusal = strict.refusal;
        if (const auto at = refusal.find("{}"); at != refusal.npos) refusal.replace(at, 2, field);
        return wire.answer(strict.status, "application/json", refusal);
      }
    test::stream(wire, {"A dog."});
  }));
  start({server.url()});
  EXPECT_EQ(ask().text(), "A dog.");
  EXPECT_EQ(ask().text(), "A dog.");
  EXPECT_EQ(server.asked(kChat).size(), strict.asked);
}

INSTANTIATE_TEST_SUITE_P(
    All, StrictServer,
    testing::Values(
        Strict{
            "OpenAiMaxTokens",
            {"max_tokens"},
            400,
            R"({"error":{"message":"Unsupported parameter: '{}' is not supported. Use 'max_completion_tokens' instead.","param":"max_tokens"}})",
            3},
        Strict{"OpenAiReasoning",
               {"max_tokens", "temperature", "top_p", "chat_template_kwargs"},
               400,
               R"({"error":{"message":"Unsupported parameter: '{}'.","code":"unsupported_parameter"}})",
               6},
        Strict{
            "NeitherNameOfTokens", {"max_tokens", "max_completion_tokens"}, 400, R"({"error":"Unknown field: {}"})", 4},
        Strict{"Streams",
               {"stream"},
               400,
               R"({"error":{"message":"Your organization must be verified to stream this model.","param":"stream"}})",
               3},
        Strict{"FastApi",
               {"chat_template_kwargs"},
               422,
               R"({"detail":[{"type":"extra_forbidden","loc":["body","{}"],"msg":"Extra inputs are not permitted"}]})",
               3},
        Strict{"Mistral",
               {"chat_template_kwargs"},
               422,
               R"({"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","{}"]}]}})",
               3},
        Strict{
            "Gemini",
            {"chat_template_kwargs"},
            400,
            R"([{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"{}\": Cannot find field."}}])",
            3},
        Strict{"Unnamed", {"chat_template_kwargs"}, 400, R"({"error":{"message":"Invalid request"}})", 3},
        Strict{"UnnamedText", {"chat_template_kwargs"}, 422, "bad request", 3},
        Strict{
            "OpenRouter",
            {"top_p"},
            400,
            R"({"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"{} is not allowed\"}}"}}})",
            3},
        Strict{"AServerError", {"chat_template_kwargs"}, 500, R"({"error":"unexpected keyword {}"})", 3}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(Dialects, WhatIsNoFaultOfAFieldIsNotLearned) {
  std::atomic<int> lines = 0;
  ScriptedServer server(plain([&](const Asked&, Wire& wire) {
    if (lines++ < 2) return wire.answer(400, "application/json", R"({"error":{"message":"Invalid request"}})");
    test::stream(wire, {"A dog."});
  }));
  start({server.url()}, {.pauses = {.first = std::chrono::milliseconds(1), .longest = std::chrono::milliseconds(1)}});
  EXPECT_THAT(ask().error, says(messages::kRefusesRequest, _, 400));
  ASSERT_TRUE(becomes_ready());
  EXPECT_EQ(ask().text(), "A dog.");
  EXPECT_TRUE(server.asked(kChat).back().has("chat_template_kwargs"));
}

TEST_F(Dialects, APromptThatIsTooLongIsNotMadeLongerByDroppingItsLimit) {
  ScriptedServer server(plain([&](const Asked&, Wire& wire) {
    wire.answer(400, "application/json",
                R"({"error":{"message":"'max_tokens' is too large: 50. The maximum context length is 4096 tokens."}})");
  }));
  start({server.url()});
  EXPECT_THAT(ask().error, says(messages::kRefusesRequest, _, 400));
  EXPECT_EQ(server.asked(kChat).size(), 1u);
}

TEST_F(Dialects, ThoughtsWithoutABeginningAreHeldBackOnceTheyAreKnown) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) {
    test::stream(wire, {"The user wants", " a comment.\\n", "</think>\\n\\nA dog ", "runs by."});
  }));
  start({server.url()});
  EXPECT_THAT(ask().error, says(messages::kThoughtAloud)) << "once: so this is no line";
  EXPECT_TRUE(becomes_ready());
  EXPECT_THAT(ask().pieces, ElementsAre("A dog ", "runs by.")) << "from its mark on it is passed on as it comes";
}

TEST_F(Dialects, ALineIsCutWhereverItsPiecesEnd) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { test::stream(wire, {std::string(100'000, 'a')}); }));
  start({server.url()});
  const test::Line line = ask();
  EXPECT_EQ(line.error, "");
  EXPECT_EQ(line.text().size(), 50u * 64);
}

TEST_F(Dialects, TheApiIsFoundBehindAnyPath) {
  for (const std::string root : {"/v1", "/api/v1", "/v1beta/openai", "/api/paas/v4", "/proxy/v1", ""}) {
    ScriptedServer server([&](const Asked& asked, Wire& wire) {
      if (asked.path == root + "/models") return wire.answer(200, "application/json", kModels);
      if (asked.path == root + "/chat/completions") return test::stream(wire, {"A dog."});
      wire.answer(404, "text/html", "<html>Not Found</html>");
    });
    const std::string given = root == "/proxy/v1" ? "/proxy" : root.empty() ? "/chat/completions" : root;
    start({server.url() + given});
    EXPECT_EQ(ask().text(), "A dog.") << root;
    start({server.url() + root + "/chat/completions"});
    EXPECT_EQ(ask().text(), "A dog.") << root;
  }
}

TEST_F(Dialects, AGatewayThatRefusesWhatItDoesNotKnowIsNotTheKeysFault) {
  for (const int status : {401, 403}) {
    ScriptedServer server([&](const Asked& asked, Wire& wire) {
      if (asked.path == kChat) return test::stream(wire, {"A dog."});
      if (asked.path == "/v1/models") return wire.answer(200, "application/json", kModels);
      wire.answer(status, "application/json", R"({"message":"Forbidden"})");
    });
    start({server.url()}, {.key = "k3y"});
    EXPECT_EQ(ask().text(), "A dog.") << status;
  }
}

TEST_F(Dialects, AFullAddressNeedsNoListOfModels) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    if (asked.path == "/deployments/d/chat/completions?api-version=1") return test::stream(wire, {"A dog."});
    wire.answer(404, "application/json", R"({"statusCode":404,"message":"Resource not found"})");
  });
  start({server.url() + "/deployments/d/chat/completions?api-version=1"});
  EXPECT_EQ(ask().text(), "A dog.");
  EXPECT_FALSE(server.asked("/deployments/d/chat/completions?api-version=1").back().has("\"model\""));
}

}  // namespace
}  // namespace np
