// A show's eyes at scripted model servers.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/manual_loop.hpp"
#include "engine/openai/openai_engine.hpp"
#include "servers/scripted_server.hpp"
#include "video/frame_ids.hpp"

namespace np::test {

inline constexpr auto kSocketLimit = std::chrono::seconds(20);  // real time, for sockets
inline constexpr const char* kChat = "/v1/chat/completions";
inline constexpr const char* kModels = R"({"object":"list","data":[{"id":"eye"},{"id":"ear"}]})";

inline std::string delta(const std::string& text) {
  return R"({"choices":[{"delta":{"content":")" + text + R"("},"finish_reason":null}]})";
}
inline constexpr const char* kRole = R"({"choices":[{"delta":{"role":"assistant","content":null}}]})";
inline constexpr const char* kStop = R"({"choices":[{"delta":{},"finish_reason":"stop"}]})";

inline void stream(Wire& wire, const std::vector<std::string>& pieces) {
  wire.begin_chunked("text/event-stream; charset=utf-8");
  wire.event(kRole);
  for (const std::string& piece : pieces) wire.event(delta(piece));
  wire.chunk(": ping\n\n");
  wire.event(kStop);
  wire.event(R"({"choices":[],"usage":{"prompt_tokens":7}})");
  wire.event("[DONE]");
  wire.end_chunked();
}

// A plain server that is well, whatever it does with chats.
inline ScriptedServer::Script plain(ScriptedServer::Script chat) {
  return [chat = std::move(chat)](const Asked& asked, Wire& wire) {
    if (asked.path == kChat) return chat(asked, wire);
    if (asked.path == "/v1/models") return wire.answer(200, "application/json", kModels);
    wire.answer(404, "application/json", R"({"detail":"Not Found"})");
  };
}

inline FramePtr frame(int width = 64, int height = 48) {
  auto f = std::make_shared<VideoFrame>();
  f->id = next_frame_id();
  f->captured_at = TimePoint() + std::chrono::milliseconds(200) * f->id;
  f->width = width;
  f->height = height;
  f->rgb.assign(static_cast<std::size_t>(width) * height * 3, static_cast<std::uint8_t>(f->id * 37));
  return f;
}

struct Line {
  std::vector<std::string> pieces;
  std::string error;
  ErrorKind kind{};

  std::string text() const {
    std::string all;
    for (const std::string& piece : pieces) all += piece;
    return all;
  }
};

class OpenAiEngineTest : public testing::Test {
 protected:
  void start(const std::vector<std::string>& urls, OpenAiOptions options = {}) {
    options.urls = urls;
    session.reset();
    engine = std::make_unique<OpenAiEngine>(std::move(options));
    session = engine->open_session(loop);
  }
  CommentRequest request(std::vector<FramePtr> frames = {frame()}) {
    CommentRequest r;
    r.frames = std::move(frames);
    r.profile = "You are a commentator.";
    r.instruction = "dogs";
    r.max_pieces = 50;
    return r;
  }
  Line ask(CommentRequest r) {
    Line line;
    bool finished = false;
    session->comment(
        std::move(r), [&](std::string piece) { line.pieces.push_back(std::move(piece)); },
        [&](std::expected<Answer, Error> outcome) {
          EXPECT_FALSE(finished) << "done comes once";
          finished = true;
          if (outcome) {
            EXPECT_EQ(outcome->engine, "openai");
            EXPECT_FALSE(outcome->nothing);
            return;
          }
          line.error = outcome.error().message();
          line.kind = outcome.error().kind();
        });
    while (!finished && loop.wait_posted(kSocketLimit)) {
    }
    EXPECT_TRUE(finished);
    return line;
  }
  Line ask() { return ask(request()); }
  void ask_first() { EXPECT_EQ(ask().error, ""); }
  // The prober works on its own time.
  template <typename F>
  bool becomes_true(F condition) {
    const auto until = Clock::now() + kSocketLimit;
    while (!condition() && Clock::now() < until) std::this_thread::yield();
    return condition();
  }
  bool becomes_ready() {
    return becomes_true([this] { return engine->status().ready; });
  }

  ManualLoop loop;
  std::unique_ptr<OpenAiEngine> engine;
  std::unique_ptr<EngineSession> session;
};

}  // namespace np::test
