// What comes from a model server, without a server: events out of bytes, text out of events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "base/error.hpp"
#include "engine/answer_text.hpp"
#include "engine/openai/json.hpp"
#include "engine/openai/sse.hpp"

namespace np::openai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> events_of(std::string_view bytes, std::size_t step) {
  SseReader reader;
  std::vector<std::string> events;
  for (std::size_t at = 0; at < bytes.size(); at += step)
    reader.push(bytes.substr(at, step), [&](std::string_view data) { events.emplace_back(data); });
  return events;
}

TEST(SseReader, FindsTheSameEventsHoweverTheBytesCome) {
  const std::string_view bytes =
      "\xEF\xBB\xBF: ping\n\ndata: one\r\n\r\nevent: x\rdata:two\rdata\rdata: \xC3\xBC\r\rid: 7\n\n: pong\ndata: "
      "[DONE]\n\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step)
    EXPECT_THAT(events_of(bytes, step), ElementsAre("one", "two\n\n\xC3\xBC", "[DONE]")) << step;
}

TEST(SseReader, WhatIsNotCompleteIsNoEvent) {
  EXPECT_THAT(events_of("data: one\n\ndata: half", 3), ElementsAre("one"));
  EXPECT_THAT(events_of("data: half\n", 3), IsEmpty());
}

TEST(SseReader, AnEventWithoutEndIsRefused) {
  SseReader line, lines;
  const std::string kilobyte(1024, 'x');
  const auto nothing = [](std::string_view) { FAIL(); };
  line.push("data: ", nothing);
  EXPECT_THROW(for (int i = 0; i < 300; ++i) line.push(kilobyte, nothing), Error);
  EXPECT_THROW(for (int i = 0; i < 300; ++i) lines.push("data: " + kilobyte + "\n", nothing), Error);
}

struct Said {
  std::vector<std::string> pieces;

  std::string all() const {
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    return text;
  }
};

Said said(const std::vector<std::string>& deltas) {
  AnswerText text;
  Said out;
  const auto keep = [&](std::string piece) {
    if (!piece.empty()) out.pieces.push_back(std::move(piece));
  };
  for (const std::string& delta : deltas) keep(text.push(delta));
  keep(text.finish());
  return out;
}

std::vector<std::string> bytes_of(const std::string& text) {
  std::vector<std::string> bytes;
  for (const char c : text) bytes.emplace_back(1, c);
  return bytes;
}

TEST(AnswerText, PassesOnWhatComesAtOnce) {
  EXPECT_THAT(said({"A man", " walks", " in."}).pieces, ElementsAre("A man", " walks", " in."));
  EXPECT_THAT(said({" \n", " A man"}).pieces, ElementsAre("A man"));
  EXPECT_THAT(said({"..", "."}).pieces, ElementsAre("..", "."));
  EXPECT_THAT(said({"", "", ""}).pieces, IsEmpty());
}

TEST(AnswerText, ThoughtsAreLeftOutHoweverTheyCome) {
  const std::string answer = "\n<think>\nIs that < a ball? </thin>\n</think>\n\nA ball.";
  EXPECT_EQ(said({answer}).all(), "A ball.");
  EXPECT_EQ(said(bytes_of(answer)).all(), "A ball.");
  EXPECT_EQ(said(bytes_of("<think></think>A ball.")).all(), "A ball.");
  EXPECT_EQ(said({"<think>", "endless"}).all(), "");
}

TEST(AnswerText, OnlyAtTheFront) {
  EXPECT_EQ(said({"A <think> sign."}).all(), "A <think> sign.");
  EXPECT_EQ(said({"<th", "e ball>"}).all(), "<the ball>");
  EXPECT_EQ(said({"<thi"}).all(), "<thi");
}

TEST(AnswerText, CharactersStayWhole) {
  const std::string text = "Café – 日本 😀.";
  EXPECT_EQ(said(bytes_of(text)).all(), text);
  for (const std::string& piece : said(bytes_of(text)).pieces)
    EXPECT_NE(static_cast<unsigned char>(piece[0]) & 0xC0, 0x80);
  EXPECT_THAT(said({"caf\xC3", "\xA9!"}).pieces, ElementsAre("caf", "é!"));
  EXPECT_EQ(said({"a\xFF", "b\xC3", "c\xED\xA0\x80"}).all(), "a\uFFFDb\uFFFDc\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(said({"half \xF0\x9F\x98"}).all(), "half ");
}

TEST(AnswerText, HasBegunWithTheFirstCharacterThatIsPassedOn) {
  AnswerText text;
  text.push("<think>hm</think>");
  EXPECT_FALSE(text.begun());
  text.push("\n\xC3");
  EXPECT_FALSE(text.begun());
  text.push("\xA9");
  EXPECT_TRUE(text.begun());
  EXPECT_EQ(text.bytes(), 20u);
}

TEST(AnswerText, AnyBytesInAnyPiecesGiveTheSameText) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = round % 3 ? "" : "<think>";
    for (int i = 0; i < 20; ++i) bytes += "<think></think> \n\xC3\xA9\xF0\x9F\x98\x80\xFF"[random() % 24];
    std::vector<std::string> deltas;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t n = 1 + random() % 5;
      deltas.push_back(bytes.substr(at, n));
      at += n;
    }
    ASSERT_EQ(said(deltas).all(), said({bytes}).all());
  }
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
  EXPECT_EQ(error_message(R"({"detail":"Not Found"})"), "Not Found");
  EXPECT_EQ(error_message(R"({"object":"error","message":"no"})"), "no");
  EXPECT_EQ(error_message("<html>"), "");
}

TEST(StreamEvent, NonsenseIsNone) {
  for (const char* data : {"", "hello", "[]", "null", "{}", R"({"choices":)", R"({"id":7})"})
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
  request.extras = false;
  EXPECT_THAT(chat_request(request), Not(HasSubstr("kwargs")));
  EXPECT_TRUE(blames_extras("Unrecognized request argument supplied: chat_template_kwargs"));
  EXPECT_FALSE(blames_extras("The prompt is too long."));
}

TEST(Probes, TellServersApart) {
  EXPECT_EQ(first_model(R"({"data":[{"id":"a"},{"id":"b"}]})"), "a");
  EXPECT_EQ(first_model(R"({"data":[]})"), "");
  EXPECT_EQ(first_model("<html>"), std::nullopt);
  EXPECT_EQ(first_model(R"({"status":"ok"})"), std::nullopt);
  EXPECT_TRUE(llama_props(R"({"build_info":"b1","modalities":{"vision":true}})")->sees);
  EXPECT_FALSE(llama_props(R"({"build_info":"b1","modalities":{"vision":false}})")->sees);
  EXPECT_FALSE(llama_props(R"({"props":1})"));
  EXPECT_TRUE(is_vllm_version(R"({"version":"0.16.0"})"));
  EXPECT_FALSE(is_vllm_version(R"({"version":7})"));
}

}  // namespace
}  // namespace np::openai
