// Conversations in the format of each server that docs/models.md lists, written from the servers' documentation: its
// list of models, a line as it streams, and how it says that it cannot. The table there has one row for each of these.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "engine/messages.hpp"
#include "messages.hpp"
#include "net/messages.hpp"
#include "unit/engine/openai_fixture.hpp"

namespace np {
namespace {

using test::Asked;
using test::says;
using test::ScriptedServer;
using test::Wire;
using testing::_;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kEvents = "text/event-stream";

// What a server says. Its chunks come one a time, each with what stands between them there.
struct Conversation {
  const char* server;
  std::string root;    // in front of its API
  std::string models;  // the answer to /models
  std::string model;   // that is asked for then
  std::vector<std::string> chunks;
  std::string line;
  // A fault in the middle of things, and what a person is told.
  int status;
  std::string type;
  std::string fault;
  testing::Matcher<const std::string&> sentence;
};
void PrintTo(const Conversation& one, std::ostream* out) { *out << one.server; }

std::string data(const std::string& json) { return "data: " + json + "\n\n"; }
const std::string kDone = "data: [DONE]\n\n";

class Servers : public test::OpenAiEngineTest, public testing::WithParamInterface<Conversation> {
 protected:
  ScriptedServer::Script script(ScriptedServer::Script chat) {
    return [chat = std::move(chat)](const Asked& asked, Wire& wire) {
      const Conversation& one = GetParam();
      if (asked.path == one.root + "/models") return wire.answer(200, "application/json", one.models);
      if (asked.path == one.root + "/chat/completions") return chat(asked, wire);
      if (asked.path == "/version" && std::string_view(one.server) == "vLLM")
        return wire.answer(200, "application/json", R"({"version":"0.16.0"})");
      if (asked.path == "/props" && std::string_view(one.server) == "LlamaServer")
        return wire.answer(
            200, "application/json",
            R"({"default_generation_settings":{"n_ctx":8192},"modalities":{"vision":true,"audio":false},)"
            R"("build_info":"b11669-0"})");
      wire.answer(404, "application/json", R"({"error":"Unexpected endpoint or method."})");
    };
  }
};

TEST_P(Servers, TheLineIsWhatWasMeant) {
  const Conversation& one = GetParam();
  ScriptedServer server(script([&](const Asked&, Wire& wire) {
    wire.begin_chunked(kEvents);
    for (const std::string& chunk : one.chunks) wire.chunk(chunk);
    wire.end_chunked();
  }));
  start({server.url() + one.root});
  for (int i = 0; i < 2; ++i) {
    const test::Line line = ask();
    EXPECT_EQ(line.error, "");
    EXPECT_EQ(line.text(), one.line);
  }
  EXPECT_TRUE(server.asked(one.root + "/chat/completions").back().has("\"model\":\"" + one.model + '"'));
  EXPECT_TRUE(server.asked(one.root + "/chat/completions").back().has("data:image/jpeg;base64,"));
}

TEST_P(Servers, AFaultIsOneSentenceWithTheServersOwnWords) {
  const Conversation& one = GetParam();
  ScriptedServer server(script([&](const Asked&, Wire& wire) {
    if (one.status != 200) return wire.answer(one.status, one.type, one.fault);
    wire.begin_chunked(one.type);
    wire.chunk(one.fault);
    wire.end_chunked();
  }));
  start({server.url() + one.root}, {.pauses = {.first = std::chrono::hours(1)}});
  const test::Line line = ask();
  EXPECT_THAT(line.error, AllOf(HasSubstr(server.place()), one.sentence));
  EXPECT_TRUE(line.error.ends_with(".")) << line.error;
  EXPECT_THAT(line.error, testing::Not(HasSubstr("{")));
}

INSTANTIATE_TEST_SUITE_P(
    All, Servers,
    testing::Values(
        // Thoughts stand in "reasoning", beside an empty content; each chunk has the role; the end has a content, too.
        Conversation{
            "Ollama",
            "/v1",
            R"({"object":"list","data":[{"id":"nomic-embed-text:latest","object":"model","created":1,"owned_by":"library"},)"
            R"({"id":"qwen3-vl:2b","object":"model","created":1,"owned_by":"library"}]})",
            "qwen3-vl:2b",
            {data(R"({"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"qwen3-vl:2b",)"
                  R"("system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"",)"
                  R"("reasoning":"They want a line."},"finish_reason":null}]})"),
             data(
                 R"({"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant",)"
                 R"("content":"A dog "},"finish_reason":null}]})"),
             data(
                 R"({"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant",)"
                 R"("content":"runs by."},"finish_reason":null}]})"),
             data(
                 R"({"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant",)"
                 R"("content":""},"finish_reason":"stop"}]})"),
             kDone},
            "A dog runs by.",
            404,
            "application/json",
            R"({"error":{"message":"model 'qwen3-vl:2b' not found","type":"api_error","param":null,"code":null}})",
            AllOf(says(messages::kUnknownAddressOrModel, _, 404, _, "ENGINE_URL", "ENGINE_MODEL"),
                  HasSubstr("model 'qwen3-vl:2b' not found"))},
        // Errors come as an event of their own, with status 200, and once more as a plain text inside.
        Conversation{
            "LmStudio",
            "/v1",
            R"({"data":[{"id":"text-embedding-nomic-embed-text-v1.5","object":"model","owned_by":"organization_owner"},)"
            R"({"id":"qwen/qwen3-vl-4b","object":"model","owned_by":"organization_owner"}],"object":"list"})",
            "qwen/qwen3-vl-4b",
            {data(
                 R"({"id":"chatcmpl-a","object":"chat.completion.chunk","system_fingerprint":"qwen/qwen3-vl-4b",)"
                 R"("choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Hm."},"logprobs":null,"finish_reason":null}]})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"role":"assistant","content":"A dog "},"logprobs":null,"finish_reason":null}]})"),
             data(R"({"choices":[{"index":0,"delta":{"content":"runs by."},"logprobs":null,"finish_reason":null}]})"),
             data(R"({"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]})"), kDone},
            "A dog runs by.",
            200,
            kEvents,
            "event: error\ndata: {\"error\":{\"message\":\"The model has crashed without additional "
            "information.\"}}\n\n",
            says(messages::kModelBrokeOff, _, "\"The model has crashed without additional information.\"")},
        // A role with an empty content first, null fields beside the content; a "stop_reason" beside the reason; an
        // error is no object "error", but one of type "error".
        Conversation{
            "vLLM",
            "/v1",
            R"({"object":"list","data":[{"id":"openbmb/MiniCPM-o-4_5","object":"model","created":1,"owned_by":"vllm",)"
            R"("root":"openbmb/MiniCPM-o-4_5","parent":null,"max_model_len":8192}]})",
            "openbmb/MiniCPM-o-4_5",
            {data(
                 R"({"id":"chatcmpl-b","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant",)"
                 R"("content":""},"logprobs":null,"finish_reason":null}],"prompt_token_ids":null})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"reasoning":"Hm.","reasoning_content":"Hm."},"logprobs":null,"finish_reason":null}]})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"content":"A dog "},"logprobs":null,"finish_reason":null,"token_ids":null}]})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"content":"runs by."},"logprobs":null,"finish_reason":"stop","stop_reason":null}]})"),
             data(R"({"choices":[],"usage":{"prompt_tokens":9,"total_tokens":12,"completion_tokens":3}})"), kDone},
            "A dog runs by.",
            400,
            "application/json",
            R"({"object":"error","message":"At most 1 image(s) may be provided in one prompt.","type":"BadRequestError","param":null,"code":400})",
            AllOf(says(messages::kRefusesRequest, _, 400), HasSubstr("At most 1 image(s) may be provided"))},
        // All fields are there and null; the end has the reason and "matched_stop".
        Conversation{
            "SGLang",
            "/v1",
            R"({"object":"list","data":[{"id":"Qwen/Qwen3-VL-8B-Instruct","object":"model","created":1,"owned_by":"sglang",)"
            R"("root":"Qwen/Qwen3-VL-8B-Instruct","parent":null,"max_model_len":32768}]})",
            "Qwen/Qwen3-VL-8B-Instruct",
            {data(
                 R"({"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"",)"
                 R"("reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":null,"matched_stop":null}],"usage":null})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"role":null,"content":null,"reasoning_content":"Hm.","tool_calls":null},)"
                 R"("finish_reason":null,"matched_stop":null}],"usage":null})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"role":null,"content":"A dog ","reasoning_content":null,"tool_calls":null},)"
                 R"("finish_reason":null,"matched_stop":null}],"usage":null})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"role":null,"content":"runs by.","reasoning_content":null,"tool_calls":null},)"
                 R"("finish_reason":null,"matched_stop":null}],"usage":null})"),
             data(
                 R"({"choices":[{"index":0,"delta":{"role":null,"content":null,"reasoning_content":null,"tool_calls":null},)"
                 R"("finish_reason":"stop","matched_stop":151645}],"usage":null})"),
             kDone},
            "A dog runs by.",
            200,
            kEvents,
            data(
                R"({"error":{"object":"error","message":"Scheduler hit an exception.","type":"InternalServerError","param":null,"code":500}})") +
                kDone,
            says(messages::kModelBrokeOff, _, "\"Scheduler hit an exception.\"")},
        // The role with a null content first, the last chunk with "timings"; 503 while the model loads.
        Conversation{
            "LlamaServer",
            "/v1",
            R"({"models":[{"name":"eye.gguf","model":"eye.gguf","capabilities":["completion","multimodal"]}],"object":"list",)"
            R"("data":[{"id":"eye.gguf","object":"model","created":1,"owned_by":"llamacpp","meta":{"n_ctx_train":32768}}]})",
            "eye.gguf",
            {data(
                 R"({"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,)"
                 R"("id":"chatcmpl-d","model":"eye.gguf","system_fingerprint":"b11669","object":"chat.completion.chunk"})"),
             data(R"({"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":"Hm."}}]})"),
             data(R"({"choices":[{"finish_reason":null,"index":0,"delta":{"content":"A dog "}}]})"),
             data(R"({"choices":[{"finish_reason":null,"index":0,"delta":{"content":"runs by."}}]})"),
             data(
                 R"({"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"timings":{"prompt_n":9,"predicted_per_second":60.5}})"),
             kDone},
            "A dog runs by.",
            503,
            "application/json",
            R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})",
            AllOf(says(messages::kServerNotReady), HasSubstr("Loading model"))},
        // Comments keep the connection while a provider is looked for; its fault comes in a chunk, with a reason
        // "error".
        Conversation{
            "OpenRouter",
            "/api/v1",
            R"({"data":[{"id":"mistralai/mistral-large","architecture":{"input_modalities":["text"]}},)"
            R"({"id":"qwen/qwen3-vl-8b-instruct","name":"Qwen3 VL","architecture":{"input_modalities":["image","text"],"modality":"text+image->text"}}]})",
            "qwen/qwen3-vl-8b-instruct",
            {": OPENROUTER PROCESSING\n\n", ": OPENROUTER PROCESSING\n\n",
             data(
                 R"({"id":"gen-1","provider":"Alibaba","model":"qwen/qwen3-vl-8b-instruct","object":"chat.completion.chunk",)"
                 R"("choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm.","reasoning_details":[{"type":"reasoning.text","text":"Hm."}]},)"
                 R"("finish_reason":null,"native_finish_reason":null}]})"),
             data(
                 R"({"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":"A dog "},"finish_reason":null,"native_finish_reason":null}]})"),
             data(
                 R"({"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":"runs by."},"finish_reason":null}]})"),
             data(
                 R"({"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop","native_finish_reason":"STOP"}]})"),
             data(
                 R"({"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":{"cost":0.0001}})"),
             kDone},
            "A dog runs by.",
            200,
            kEvents,
            ": OPENROUTER PROCESSING\n\n" +
                data(
                    R"({"id":"gen-1","object":"chat.completion.chunk","error":{"code":502,"message":"Provider disconnected"},)"
                    R"("choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","native_finish_reason":"error"}]})"),
            says(messages::kModelBrokeOff, _, "\"Provider disconnected\"")}),
    [](const auto& info) { return std::string(info.param.server); });

}  // namespace
}  // namespace np
