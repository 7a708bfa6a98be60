// What comes from a model server, without a server: events out of bytes, and what they say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/error.hpp"
#include "engine/openai/event_reader.hpp"
#include "engine/openai/json.hpp"

namespace np::openai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> events_of(std::string_view bytes, std::size_t step) {
  EventReader reader;
  std::vector<std::string> events;
  const auto keep = [&](std::string_view data) { events.emplace_back(data); };
  for (std::size_t at = 0; at < bytes.size(); at += step) reader.push(bytes.substr(at, step), keep);
  reader.finish(keep);
  return events;
}

TEST(EventReader, FindsTheSameEventsHoweverTheBytesCome) {
  const std::string_view bytes =
      "\xEF\xBB\xBF: ping\n\ndata: one\r\n\r\nevent: x\rdata:two\rdata\rdata: \xC3\xBC\r\rid: 7\n\n: pong\ndata: "
      "[DONE]\n\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step)
    EXPECT_THAT(events_of(bytes, step), ElementsAre("one", "two\n\n\xC3\xBC", "[DONE]")) << step;
}

TEST(EventReader, TakesEventsAsServersWriteThem) {
  const struct {
    const char* what;
    const char* bytes;
    std::vector<std::string> events;
  } kForms[] = {
      {"no empty line at the end", "data: one\n\ndata: [DONE]", {"one", "[DONE]"}},
      {"no empty line between",
       "data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]\n",
       {"{\"a\":1}", "{\"b\":2}", "[DONE]"}},
      {"no space", "data:{\"a\":1}\n\ndata:[DONE]\n\n", {"{\"a\":1}", "[DONE]"}},
      {"more space", "data:  {\"a\":1} \n\n", {" {\"a\":1}"}},
      {"capitals", "Data: {\"a\":1}\n\n", {"{\"a\":1}"}},
      {"JSON over several lines of data", "data: {\ndata: \"a\": 1\ndata: }\n\n", {"{\n\"a\": 1\n}"}},
      {"a line of JSON each", "{\"a\":1}\n{\"b\":\"}\"}\n", {"{\"a\":1}", "{\"b\":\"}\"}"}},
      {"one document", "{\n  \"a\": [1,\n\n 2]\n}\n", {"{\n  \"a\": [1,\n\n 2]\n}"}},
      {"one document without a line end", "{\"a\": \"\\\"{\"}", {"{\"a\": \"\\\"{\"}"}},
      {"a document called a stream", "{\"a\":1}\n\ndata: [DONE]\n\n", {"{\"a\":1}", "[DONE]"}},
      {"documents in one line", "{\"a\":1}{\"b\":2}", {"{\"a\":1}", "{\"b\":2}"}},
      {"events in one line", "data: {\"a\":1}data: {\"b\":2}\n\n", {"{\"a\":1}", "{\"b\":2}"}},
      {"half a document", "data: {\"a\":", {"{\"a\":"}},
      {"comments", ": OPENROUTER PROCESSING\n\n: x\n\ndata: one\n\n", {"one"}},
      {"a web page", "<!DOCTYPE html>\n<title>Sign in</title>\n", {}},
      {"nothing", "", {}},
  };
  for (const auto& form : kForms)
    for (std::size_t step : {1, 2, 3, 1000}) EXPECT_EQ(events_of(form.bytes, step), form.events) << form.what << step;
}

TEST(EventReader, AnEventWithoutEndIsRefused) {
  EventReader line, lines;
  const std::string kilobyte(1024, 'x');
  const auto nothing = [](std::string_view) { FAIL(); };
  line.push("data: ", nothing);
  EXPECT_THROW(for (int i = 0; i < 300; ++i) line.push(kilobyte, nothing), Error);
  EXPECT_THROW(for (int i = 0; i < 300; ++i) lines.push("data: " + kilobyte + "\n", nothing), Error);
}

TEST(StreamEvent, TakesWhatServersSend) {
  EXPECT_EQ(stream_event(R"({"choices":[{"delta":{"role":"assistant","content":null}}]})")->text, "");
  EXPECT_EQ(stream_event(R"({"choices":[{"delta":{"content":" ball"},"finish_reason":null}]})")->text, " ball");
  EXPECT_EQ(stream_event(R"({"choices":[{"delta":{"reasoning_content":"hm","content":null}}]})")->text, "");
  EXPECT_EQ(stream_event(R"({"choices":[{"delta":{"content":"\ud83d"}}]})")->text, "\uFFFD");
  EXPECT_FALSE(stream_event(R"({"choices":[{"delta":{"content":"."},"finish_reason":null}]})")->last);
  EXPECT_TRUE(stream_event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})")->last);
  EXPECT_FALSE(stream_event(R"({"choices":[],"usage":{"prompt_tokens":9}})")->last);
  EXPECT_TRUE(stream_event("[DONE]")->last);
  EXPECT_EQ(stream_event("{\"choices\":[{\"delta\":{\"content\":\"caf\xC3\"}}]}")->text, "caf\xC3");
}

TEST(StreamEvent, ErrorsAreSeenInEveryForm) {
  EXPECT_EQ(stream_event(R"({"error":{"code":500,"message":"out of memory"}})")->error, "out of memory");
  EXPECT_EQ(stream_event(R"({"error":"out of memory","choices":[]})")->error, "out of memory");
  EXPECT_THAT(stream_event(R"({"error":{"code":7}})")->error, HasSubstr("7"));
  EXPECT_EQ(stream_event(R"({"object":"error","message":"no","code":400})")->error, "no");
  EXPECT_EQ(stream_event(R"({"type":"error","error":{"type":"overloaded_error","message":"busy"}})")->error, "busy");
  EXPECT_EQ(stream_event(R"({"base_resp":{"status_code":1004,"status_msg":"no balance"},"choices":null})")->error,
            "no balance");
  EXPECT_EQ(stream_event(R"({"success":false,"msg":"quota"})")->error, "quota");
  EXPECT_EQ(stream_event(R"({"error":null,"choices":[{"delta":{"content":"A"}}]})")->text, "A");
  EXPECT_EQ(stream_event(R"({"error":"","choices":[{"delta":{"content":"A"}}]})")->text, "A");
  EXPECT_EQ(stream_event(R"({"error":{},"choices":[{"delta":{"content":"A"}}]})")->text, "A");
}

TEST(StreamEvent, ContentInEveryForm) {
  for (
      const char* data : {
          R"({"choices":[{"delta":{"content":[{"type":"text","text":"A dog"}]}}]})",
          R"({"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},"A dog"]}}]})",
          R"({"choices":[{"delta":{"content":[{"type":"output_text","text":{"value":"A "}},{"text":"dog"}]}}]})",
          R"({"choices":[{"delta":{"content":{"type":"text","text":"A dog"}}}]})",
          R"({"choices":[{"delta":{"content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"A dog"}]}}]})",
          R"({"choices":[{"delta":"A dog"}]})",
          R"({"choices":[{"message":{"role":"assistant","content":"A dog"}}]})",
          R"({"choices":[{"delta":{},"message":{"content":[{"type":"text","text":"A dog"}]}}]})",
          R"({"choices":[{"text":"A dog"}]})",
          R"({"model":"x","message":{"role":"assistant","content":"A dog"},"done":false})",
          R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A dog"}})",
      }) {
    const auto event = stream_event(data);
    ASSERT_TRUE(event) << data;
    EXPECT_EQ(event->text, "A dog") << data;
    EXPECT_FALSE(event->last) << data;
  }
  EXPECT_EQ(stream_event(R"({"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"Hm"}})")->text,
            "");
}

TEST(StreamEvent, OnlyAReasonEndsTheLine) {
  const auto last = [](const std::string& reason) {
    return stream_event(R"({"choices":[{"delta":{"content":"A"},"finish_reason":)" + reason + "}]}")->last;
  };
  for (const char* no : {"null", R"("")", R"("null")", R"("None")", "false", "0"}) EXPECT_FALSE(last(no)) << no;
  for (const char* yes : {R"("stop")", R"("length")", R"("STOP")", R"("end_turn")"}) EXPECT_TRUE(last(yes)) << yes;
  EXPECT_TRUE(stream_event(R"({"object":"chat.completion","choices":[{"message":{"content":"A"}}]})")->last);
  EXPECT_TRUE(stream_event(R"({"message":{"content":""},"done":true})")->last);
  EXPECT_TRUE(stream_event(R"({"type":"message_stop"})")->last);
  EXPECT_EQ(stream_event(R"({"choices":[{"delta":{},"finish_reason":"content_filter"}]})")->withheld, "content_filter");
}

TEST(StreamEvent, ThoughtsApartAreNoText) {
  for (const char* delta : {R"({"reasoning_content":"hm","content":null})", R"({"reasoning":"hm","content":""})",
                            R"({"content":[{"type":"thinking","thinking":"hm"}]})"}) {
    const auto event = stream_event(R"({"choices":[{"delta":)" + std::string(delta) + "}]}");
    EXPECT_TRUE(event->thoughts) << delta;
    EXPECT_EQ(event->text, "") << delta;
  }
}

TEST(StreamEvent, NonsenseIsNone) {
  for (const char* data : {"", "hello", "[]", "null", "{}", R"({"choices":)", R"({"id":7})", R"({"type":"ping"})",
                           R"({"usage":{"total_tokens":3}})"})
    EXPECT_FALSE(stream_event(data)) << data;
  for (const char* data :
       {R"({"choices":[7]})", R"({"choices":[{"delta":7}]})", R"({"choices":[{"delta":{"content":7}}]})"})
    EXPECT_EQ(stream_event(data)->text, "") << data;
}

TEST(ChatRequest, HasTheHeadFirstAndTheNewestLast) {
  ChatRequest request{
      .model = "eye", .before_images = "You are \"it\".", .after_images = "Focus: dogs", .max_tokens = 96};
  request.images = {std::make_shared<const std::string>("data:image/jpeg;base64,AAAA"),
                    std::make_shared<const std::string>("data:image/jpeg;base64,BBBB")};
  const std::string body = chat_request(request);
  const std::vector<std::string> order = {R"("text":"You are \"it\".")", "AAAA", "BBBB", R"("text":"Focus: dogs")"};
  std::size_t at = 0;
  for (const std::string& part : order) {
    const std::size_t found = body.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " in " << body;
    at = found;
  }
  for (const char* field : {R"("model":"eye")", R"("stream":true)", R"("max_tokens":96)",
                            R"("chat_template_kwargs":{"enable_thinking":false})"})
    EXPECT_THAT(body, HasSubstr(field));
}

TEST(ChatRequest, TellsEachKindOfServerOnlyWhatItKnows) {
  ChatRequest request{.model = "eye", .max_slices = 3};
  EXPECT_THAT(chat_request(request), Not(HasSubstr("cache_prompt")));
  EXPECT_THAT(chat_request(request), Not(HasSubstr("mm_processor_kwargs")));
  request.kind = ServerKind::kLlamaServer;
  EXPECT_THAT(chat_request(request), HasSubstr(R"("cache_prompt":true)"));
  request.kind = ServerKind::kVllm;
  EXPECT_THAT(chat_request(request), HasSubstr(R"("mm_processor_kwargs":{"max_slice_nums":3})"));
  request.spared.add(field::kTemplate);
  request.spared.add(field::kProcessor);
  EXPECT_THAT(chat_request(request), Not(HasSubstr("kwargs")));
}

TEST(ChatRequest, SparesAServerWhatItRefuses) {
  ChatRequest request{.model = "eye", .max_tokens = 96, .kind = ServerKind::kLlamaServer};
  for (const std::string_view name : Spared::kAll) {
    if (name == field::kMaxCompletionTokens || name == field::kProcessor) continue;
    EXPECT_THAT(chat_request(request), HasSubstr('"' + std::string(name) + '"'));
    EXPECT_TRUE(request.spared.add(name));
    EXPECT_FALSE(request.spared.add(name));
    EXPECT_THAT(chat_request(request), Not(HasSubstr('"' + std::string(name) + '"')));
  }
  EXPECT_THAT(chat_request(request), HasSubstr(R"("max_completion_tokens":96)"));
  request.spared.add(field::kMaxCompletionTokens);
  EXPECT_THAT(chat_request(request), Not(HasSubstr("96")));
  EXPECT_FALSE(request.spared.add("messages")) << "without these there is no line";
}

TEST(Probes, TellServersApart) {
  EXPECT_TRUE(models_in(R"({"data":[{"id":"a","owned_by":"llamacpp"}]})")->llama_server);
  EXPECT_FALSE(models_in(R"({"data":[{"id":"a","owned_by":"vllm"}]})")->llama_server);
  EXPECT_TRUE(llama_props(R"({"build_info":"b1","modalities":{"vision":true}})")->sees);
  EXPECT_FALSE(llama_props(R"({"build_info":"b1","modalities":{"vision":false}})")->sees);
  EXPECT_FALSE(llama_props(R"({"props":1})"));
  EXPECT_TRUE(is_vllm_version(R"({"version":"0.16.0"})"));
  EXPECT_FALSE(is_vllm_version(R"({"version":7})"));
}

TEST(Models, TheFirstThatCanBeACommentator) {
  const struct {
    const char* list;
    const char* first;
  } kLists[] = {
      {R"({"data":[{"id":"a"},{"id":"b"}]})", "a"},
      {R"({"data":[]})", ""},
      {R"([{"id":"a"}])", "a"},
      {R"({"models":[{"name":"models/a"}]})", "models/a"},
      {R"({"object":"list","data":["a","b"]})", "a"},
      {R"({"data":[{"id":"nomic-embed-text"},{"id":"whisper-1"},{"id":"tts-1"},{"id":"eye"}]})", "eye"},
      {R"({"data":[{"id":"text-embedding-3"}]})", "text-embedding-3"},
      {R"({"data":[{"id":"a"},{"id":"b","architecture":{"input_modalities":["text","image"]}}]})", "b"},
      {R"({"data":[{"id":"a","type":"llm"},{"id":"b","type":"vlm"}]})", "b"},
      {R"({"data":[{"id":"a","capabilities":{"vision":false}},{"id":"b","capabilities":{"vision":true}}]})", "b"},
      {R"({"data":[7,{"id":7},{"id":"c"}]})", "c"},
  };
  for (const auto& [list, first] : kLists) EXPECT_EQ(models_in(list)->first, first) << list;
  for (const char* none : {"<html>", R"({"status":"ok"})", "7", ""}) EXPECT_FALSE(models_in(none)) << none;
}

}  // namespace
}  // namespace np::openai
