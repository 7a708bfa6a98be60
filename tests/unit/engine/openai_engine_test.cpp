// The engine against servers that answer well, badly and not at all.
#include "engine/openai/openai_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <ostream>
#include <thread>

#include "base/format.hpp"
#include "engine/messages.hpp"
#include "engine/openai/probe.hpp"
#include "messages.hpp"
#include "net/messages.hpp"
#include "unit/engine/openai_fixture.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Asked;
using test::delta;
using test::frame;
using test::kChat;
using test::kModels;
using test::kSocketLimit;
using test::Line;
using test::OpenAiEngineTest;
using test::plain;
using test::says;
using test::ScriptedServer;
using test::stream;
using test::Wire;
using testing::_;
using testing::AllOf;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(OpenAiEngineTest, StreamsALineAsItIsWritten) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"A dog", " runs", "."}); }));
  start({server.url() + "/v1/"});
  const Line line = ask();
  EXPECT_THAT(line.pieces, ElementsAre("A dog", " runs", "."));
  EXPECT_EQ(line.error, "");
  const Asked asked = server.asked(kChat).at(0);
  EXPECT_TRUE(asked.has(R"("model":"eye")")) << "the server's first, where none is set";
  EXPECT_TRUE(asked.has(R"("max_tokens":50)"));
  EXPECT_FALSE(asked.has("Authorization"));
  ASSERT_TRUE(becomes_ready());
  EXPECT_TRUE(engine->status().model_loaded);
  EXPECT_EQ(engine->status().name, "eye");
  EXPECT_THAT(engine->status().detail, AllOf(HasSubstr(server.place()), HasSubstr("eye")));
}

TEST_F(OpenAiEngineTest, WhatIsKnownAndRememberedStandsBetweenTheProfileAndTheFrames) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"."}); }));
  OpenAiOptions options;
  options.line.temperature = 0.5;
  start({server.url()}, std::move(options));
  CommentRequest remembering = request();
  remembering.context = "The dog is called Rex.";
  remembering.remembered = "A cat sat there.";
  remembering.language = "German";
  remembering.warmth = 0.25;
  ask(remembering);
  const std::string body = server.asked(kChat).at(0).body;
  std::size_t at = 0;
  for (const char* part : {"You are a commentator.", "The dog is called Rex.", "A cat sat there.", "data:image",
                           "Answer in German", "Focus: dogs"}) {
    at = body.find(part, at);
    ASSERT_NE(at, std::string::npos) << part << " in " << body;
  }
  EXPECT_THAT(body, HasSubstr(R"("temperature":7.5E-1)"));
}

TEST_F(OpenAiEngineTest, WhatIsRememberedGoesBeforeFramesDo) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"."}); }));
  OpenAiOptions options;
  options.line.max_slices = 1;
  options.line.max_input = 300;
  start({server.url()}, std::move(options));
  CommentRequest remembering = request({frame(), frame()});
  remembering.remembered = std::string(1000, 'x');
  ask(remembering);
  EXPECT_THAT(server.asked(kChat).at(0).body, Not(HasSubstr("xxx")));
}

TEST_F(OpenAiEngineTest, AQuestionIsAskedWithoutPicturesAndItsFailureCostsNoLine) {
  std::atomic<bool> fails = false;
  ScriptedServer server(plain([&](const Asked& asked, Wire& wire) {
    if (asked.has("data:image")) return stream(wire, {"A dog."});
    if (fails) return wire.answer(500, "text/plain", "oh");
    stream(wire, {"A dog ", "came."});
  }));
  start({server.url()});
  std::optional<std::expected<std::string, Error>> answer;
  const auto question = [&] {
    session->ask({.profile = "You are a commentator.", .context = "Rex.", .text = "Sum up.", .max_pieces = 99},
                 [&](std::expected<std::string, Error> a) { answer = std::move(a); });
    while (!answer && loop.wait_posted(kSocketLimit)) {
    }
    return std::exchange(answer, std::nullopt).value();
  };
  ask_first();
  ASSERT_TRUE(session->takes_questions());
  EXPECT_EQ(question().value(), "A dog came.");
  const Asked asked = server.asked(kChat).back();
  for (const char* part : {"You are a commentator.", "Rex.", "Sum up.", R"("max_tokens":99)"})
    EXPECT_TRUE(asked.has(part)) << part;
  fails = true;
  EXPECT_FALSE(question().has_value());
  ask_first();
  EXPECT_TRUE(engine->status().ready) << "nothing is held against the server";
}

TEST_F(OpenAiEngineTest, AQuestionThatIsDroppedIsHeardNoMoreAndLinesGoOn) {
  std::promise<void> begun;
  ScriptedServer server(plain([&](const Asked& asked, Wire& wire) {
    if (asked.has("data:image")) return stream(wire, {"A dog."});
    wire.begin_chunked("text/event-stream");
    wire.event(delta("A dog"));
    begun.set_value();
    const std::string more = "data: " + delta(".") + "\n\n";
    while (wire.send(np::format("{:x}\r\n{}\r\n", more.size(), more))) std::this_thread::sleep_for(milliseconds(5));
  }));
  start({server.url()});
  ask_first();
  session->ask({.profile = {}, .context = {}, .text = "Sum up.", .max_pieces = 9999},
               [](const std::expected<std::string, Error>&) { ADD_FAILURE() << "nobody waits for it"; });
  ASSERT_EQ(begun.get_future().wait_for(kSocketLimit), std::future_status::ready);
  EXPECT_EQ(ask().text(), "A dog.") << "a line ends it";
  loop.run_posted();
}

TEST_F(OpenAiEngineTest, SendsFramesAsJpegTheSameBytesEachTime) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"."}); }));
  start({server.url()});
  const FramePtr first = frame(), second = frame(449, 337), third = frame();
  session->expect({.start = second->captured_at, .frames = 2});
  session->observe(first);
  session->observe(second);
  ask(request({first, second}));
  ask(request({second, third}));
  const auto images = [&](int request) {
    std::vector<std::string> found;
    const std::string body = server.asked(kChat).at(request).body;
    for (std::size_t at = 0; (at = body.find("data:image", at)) != std::string::npos; ++at)
      found.push_back(body.substr(at, body.find('"', at) - at));
    return found;
  };
  ASSERT_EQ(images(0).size(), 2u);
  EXPECT_EQ(images(0)[1], images(1)[0]);
  EXPECT_NE(images(1)[0], images(1)[1]);
  // JPEG begins with FF D8 FF.
  for (const std::string& image : images(0))
    EXPECT_TRUE(image.starts_with("data:image/jpeg;base64,/9j/")) << image.substr(0, 40);
}

TEST_F(OpenAiEngineTest, TheKeyIsSentAndNeverShown) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) {
    wire.answer(400, "application/json", R"({"error":{"message":"s3cret is no good key for this"}})");
  }));
  start({"http://zoe:pass@" + server.place()}, {.key = "s3cret"});
  const Line line = ask();
  EXPECT_TRUE(server.asked(kChat).at(0).has("Authorization: Bearer s3cret"));
  EXPECT_THAT(line.error, AllOf(says(messages::kRefusesRequest, _, 400), HasSubstr("is no good key for this"),
                                HasSubstr(server.place())));
  for (const std::string& shown : {line.error, engine->status().detail, engine->status().name})
    EXPECT_THAT(shown, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("pass@")), Not(HasSubstr("zoe"))));
}

TEST_F(OpenAiEngineTest, RecognisesWhatItTalksTo) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    const auto json = [&](std::string_view body) { wire.answer(200, "application/json", body); };
    if (asked.path.ends_with(kChat)) return stream(wire, {"."});
    if (asked.path == "/vllm/version") return json(R"({"version":"0.16.0"})");
    if (asked.path == "/llama/v1/models") return json(R"({"data":[{"id":"/srv/models/eye.gguf"}]})");
    if (asked.path == "/llama/props") return json(R"({"build_info":"b1","modalities":{"vision":true}})");
    if (asked.path == "/blind/props") return json(R"({"build_info":"b1","modalities":{"vision":false}})");
    if (asked.path.ends_with("/v1/models")) return json(kModels);
    wire.answer(404, "text/plain", "");
  });
  start({server.url() + "/vllm/v1"}, {.line = {.max_slices = 1}});
  ask();
  EXPECT_TRUE(server.asked("/vllm/v1/chat/completions").at(0).has(R"("mm_processor_kwargs":{"max_slice_nums":1})"));
  EXPECT_THAT(engine->status().detail, says(messages::kVllmAt, server.place()));

  start({server.url() + "/llama"});
  ask();
  EXPECT_TRUE(server.asked("/llama/v1/chat/completions").at(0).has(R"("cache_prompt":true)"));
  EXPECT_THAT(engine->status().detail, AllOf(says(messages::kLlamaServerAt, server.place()), Not(HasSubstr("/srv"))));
  EXPECT_TRUE(server.asked("/llama/v1/chat/completions").at(0).has(R"("model":"/srv/models/eye.gguf")"));

  start({server.url() + "/blind"});
  EXPECT_THAT(ask().error, says(messages::kModelCannotSee));
  EXPECT_FALSE(engine->status().ready);
}

TEST_F(OpenAiEngineTest, ThoughtsAreNotSaid) {
  ScriptedServer server(
      plain([](const Asked&, Wire& wire) { stream(wire, {"<think>", "hm</think>", "\\nA dog", "."}); }));
  start({server.url()});
  EXPECT_EQ(ask().text(), "A dog.");
}

TEST_F(OpenAiEngineTest, SkipsAndRepetitionsArePassedOnAsTheyAreWritten) {
  ScriptedServer server(plain([](const Asked& asked, Wire& wire) {
    stream(wire, asked.has("A dog.") ? std::vector<std::string>{"A dog", "."} : std::vector<std::string>{"..."});
  }));
  start({server.url()});
  EXPECT_THAT(ask().pieces, ElementsAre("..."));
  CommentRequest again = request();
  again.last_line = "A dog.";
  EXPECT_THAT(ask(again).pieces, ElementsAre("A dog", "."));
}

TEST_F(OpenAiEngineTest, AnEmptyAnswerIsNoErrorAndNoText) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {}); }));
  start({server.url()});
  const Line line = ask();
  EXPECT_THAT(line.pieces, IsEmpty());
  EXPECT_EQ(line.error, "");
}

TEST_F(OpenAiEngineTest, AnEndlessAnswerIsCut) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) {
    wire.begin_chunked("text/event-stream");
    for (int i = 0; i < 10'000; ++i) wire.event(delta("and so on, and so on, "));
    wire.wait_closed();
  }));
  start({server.url()});
  const Line line = ask();
  EXPECT_EQ(line.error, "");
  EXPECT_GT(line.text().size(), 1000u);
  EXPECT_LT(line.text().size(), 5000u);
}

// What a chat is answered with, and what a person is told then.
struct Failure {
  const char* name;
  ScriptedServer::Script chat;
  testing::Matcher<const std::string&> sentence;
};
void PrintTo(const Failure& failure, std::ostream* out) { *out << failure.name; }

ScriptedServer::Script answers(int status, std::string type, std::string body, std::string more = {}) {
  return [=](const Asked&, Wire& wire) { wire.answer(status, type, body, more); };
}

class OpenAiFailure : public OpenAiEngineTest, public testing::WithParamInterface<Failure> {};

TEST_P(OpenAiFailure, IsASentenceAndNoCommentary) {
  ScriptedServer server(plain(GetParam().chat));
  start({server.url()}, {.key = "k3y", .pauses = {.first = std::chrono::hours(1)}});
  const Line line = ask();
  EXPECT_THAT(line.error, HasSubstr(server.place()));
  EXPECT_THAT(line.error, GetParam().sentence);
  EXPECT_TRUE(line.error.ends_with(".")) << line.error;
  EXPECT_THAT(line.error, Not(testing::AnyOf(HasSubstr("\n"), HasSubstr("<"), HasSubstr("{"), HasSubstr("k3y"))));
  EXPECT_FALSE(engine->status().ready);
  EXPECT_EQ(engine->status().detail, line.error);
  EXPECT_THAT(line.text(), testing::AnyOf("", "A dog")) << "what was streamed before, and nothing else";
}

INSTANTIATE_TEST_SUITE_P(
    All, OpenAiFailure,
    testing::Values(
        Failure{"Key", answers(401, "application/json", R"({"error":{"message":"Invalid API key k3y"}})"),
                says(messages::kKeyNotAccepted, _, 401, "ENGINE_API_KEY")},
        Failure{"Forbidden", answers(403, "text/html", "<html>no</html>"),
                says(messages::kForbidsRequest, _, 403, _, "ENGINE_URL", "ENGINE_API_KEY")},
        Failure{"NotFound", answers(404, "application/json", R"({"message":"The model `eye` does not exist."})"),
                AllOf(says(messages::kUnknownAddressOrModel, _, 404, _, "ENGINE_URL", "ENGINE_MODEL"),
                      HasSubstr("The model `eye` does not exist."))},
        Failure{"TooMuch", answers(429, "application/json", "", "Retry-After: 17\r\n"),
                says(messages::kAsksToBeLeftAlone, _, 17)},
        Failure{"TooMuchUnsaid", answers(429, "application/json", ""), says(messages::kTooMuchToDo)},
        Failure{"Loading", answers(503, "application/json", R"({"error":{"message":"Loading model","code":503}})"),
                AllOf(says(messages::kServerNotReady), HasSubstr("Loading model"))},
        Failure{"Broken", answers(500, "text/plain", "Traceback\n  File"), says(messages::kServerFailed, _, 500)},
        Failure{"Gateway", answers(502, "text/html", "<html>Bad gateway</html>"),
                says(messages::kServerFailed, _, 502)},
        Failure{"Redirect", answers(302, "text/html", "", "Location: /login\r\n"),
                says(messages::kSendsElsewhere, _, 302, "ENGINE_URL")},
        Failure{"Refused", answers(400, "application/json", R"({"error":{"message":"The prompt\nis too long"}})"),
                AllOf(says(messages::kRefusesRequest, _, 400), HasSubstr("The prompt is too long"))},
        Failure{"LoginPage", answers(200, "text/html", "<!DOCTYPE html><title>Sign in</title>"),
                says(messages::kNoApi, _, messages::kAWebPage, "ENGINE_URL")},
        Failure{"Nonsense", answers(200, "application/json", R"(["hello"])"),
                says(messages::kNoApi, _, messages::kSomethingElse, "ENGINE_URL")},
        Failure{"NonsenseEvents", answers(200, "text/event-stream", "data: hello\n\n"),
                says(messages::kNoApi, _, messages::kSomethingElse, "ENGINE_URL")},
        Failure{"ErrorInOk", answers(200, "application/json", R"({"error":{"message":"CUDA out of memory"}})"),
                says(messages::kModelBrokeOff, _, "\"CUDA out of memory\"")},
        Failure{"ErrorInStream",
                [](const Asked&, Wire& wire) {
                  wire.begin_chunked("text/event-stream");
                  wire.event(delta("A dog"));
                  wire.event(R"({"error":{"code":500,"message":"slot lost"}})");
                  wire.end_chunked();
                },
                says(messages::kModelBrokeOff, _, "\"slot lost\"")},
        Failure{"HalfAStream",
                [](const Asked&, Wire& wire) {
                  wire.begin_chunked("text/event-stream");
                  wire.event(delta("A dog"));
                  wire.close();
                },
                says(messages::kAnswerBrokeOff)},
        Failure{"EndWithoutAnEnd",
                [](const Asked&, Wire& wire) {
                  wire.begin_chunked("text/event-stream");
                  wire.end_chunked();
                },
                says(messages::kNoApi, _, messages::kSomethingElse, "ENGINE_URL")},
        Failure{"EndWithTheConnection",
                [](const Asked&, Wire& wire) {
                  wire.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: " + delta("A dog") +
                            "\n\n");
                  wire.close();
                },
                says(messages::kModelEndedEarly)},
        Failure{"OnlyThoughts",
                [](const Asked&, Wire& wire) {
                  wire.begin_chunked("text/event-stream");
                  wire.event(R"({"choices":[{"delta":{"reasoning_content":"hm"},"finish_reason":"length"}]})");
                  wire.event("[DONE]");
                  wire.end_chunked();
                },
                says(messages::kOnlyThoughts)},
        Failure{"Withheld",
                answers(200, "application/json",
                        R"({"choices":[{"message":{"content":null},"finish_reason":"content_filter"}]})"),
                says(messages::kLineWithheld, _, "content_filter")},
        Failure{"NoAnswer", [](const Asked&, Wire& wire) { wire.close(); }, says(messages::kClosedWithoutAnswer)},
        Failure{"NoHttp",
                [](const Asked&, Wire& wire) {
                  wire.send("220 mail.example.org ESMTP\r\n");
                  wire.close();
                },
                says(messages::kPeerSpeaksNoHttp)}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(OpenAiEngineTest, ASlowServerIsGivenUp) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { wire.wait_closed(); }));
  start({server.url()}, {.line = {.timeout = milliseconds(100)}});
  const Line line = ask();
  EXPECT_EQ(line.kind, ErrorKind::kTimeout);
  EXPECT_THAT(line.error, says(messages::kLineNotFinished, _, 0.1));
}

TEST_F(OpenAiEngineTest, ATrickleEndsToo) {
  std::atomic<int> lines = 0;
  ScriptedServer server(plain([&](const Asked&, Wire& wire) {
    if (lines++ == 0) return stream(wire, {"A dog."});
    wire.begin_chunked("text/event-stream");
    wire.event(delta("A"));
    wire.wait_closed();
  }));
  start({server.url()}, {.line = {.timeout = milliseconds(500)}});
  ask_first();
  const Line line = ask();
  EXPECT_EQ(line.text(), "A");
  EXPECT_THAT(line.error, says(messages::kLineNotFinished));
}

TEST_F(OpenAiEngineTest, ARefusalThatTricklesIsTakenAsFarAsItHasCome) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) {
    wire.send(
        "HTTP/1.1 400 X\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
        R"({"error":{"message":"Out of paper"}})");
    wire.wait_closed();
  }));
  start({server.url()});
  EXPECT_THAT(ask().error, HasSubstr("Out of paper"));
}

TEST_F(OpenAiEngineTest, WhatAServerIsIsAskedWithinTheLinesTime) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.wait_closed(); });
  HttpClient http;
  try {
    openai::probe(http, ApiServer(server.url(), ""), "", Clock::now());
    FAIL() << "it never answers";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kTimeout);
  }
}

TEST_F(OpenAiEngineTest, NobodyThereIsSaidAndFoundAgainWithoutAHand) {
  auto server = std::make_unique<ScriptedServer>(plain([](const Asked&, Wire& wire) { stream(wire, {"A dog."}); }));
  const int port = server->port();
  const std::string url = server->url(), place = server->place();
  start({url}, {.pauses = {.first = milliseconds(5), .longest = milliseconds(20)}});
  EXPECT_EQ(ask().text(), "A dog.");
  server.reset();
  const Line line = ask();
  // The second, where the connection that was kept dies with the question already in it.
  EXPECT_THAT(line.error, AnyOf(says(messages::kPeerRefusesConnection, "at " + place),
                                says(messages::kClosedWithoutAnswer, "at " + place)));
  EXPECT_FALSE(engine->status().ready);
  EXPECT_THAT(engine->status().detail, HasSubstr("model server at " + place));
  server = std::make_unique<ScriptedServer>(plain([](const Asked&, Wire& wire) { stream(wire, {"A cat."}); }), port);
  ASSERT_TRUE(becomes_ready());
  EXPECT_EQ(ask().text(), "A cat.");
}

TEST_F(OpenAiEngineTest, AServerThatAsksToWaitIsLeftAlone) {
  ScriptedServer server(plain(answers(429, "application/json", "", "Retry-After: 3600\r\n")));
  start({server.url()}, {.pauses = {.first = milliseconds(1), .longest = milliseconds(1)}});
  ASSERT_TRUE(becomes_ready());
  ask();
  const std::size_t before = server.asked().size();
  for (int i = 0; i < 20; ++i) EXPECT_THAT(ask().error, says(messages::kAsksToBeLeftAlone, _, 3600));
  EXPECT_EQ(server.asked().size(), before);
}

TEST_F(OpenAiEngineTest, AWrongKeyIsSeenBeforeTheFirstLine) {
  // llama-server's list of models is open to all.
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    if (asked.path == "/v1/models")
      return wire.answer(200, "application/json", R"({"data":[{"id":"eye","owned_by":"llamacpp"}]})");
    wire.answer(401, "application/json", R"({"error":{"message":"Invalid API Key"}})");
  });
  start({server.url()});
  EXPECT_THAT(ask().error, says(messages::kAsksForKey, _, 401, "ENGINE_API_KEY"));
  EXPECT_THAT(server.asked(kChat), IsEmpty());
}

TEST_F(OpenAiEngineTest, WithoutAListOfModelsTheSetOneIsAskedFor) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    if (asked.path == kChat) return stream(wire, {"."});
    wire.answer(404, "application/json", "");
  });
  start({server.url()}, {.line = {.model = "mine"}});
  EXPECT_EQ(ask().text(), ".");
  EXPECT_TRUE(server.asked(kChat).back().has(R"("model":"mine")"));
  start({server.url()});
  EXPECT_THAT(ask().error, says(messages::kUnknownAddressOrModel, _, _, _, "ENGINE_URL", "ENGINE_MODEL"));
}

TEST_F(OpenAiEngineTest, SeveralServersShareTheWorkAndADeadOneIsLeftOut) {
  ScriptedServer one(plain([](const Asked&, Wire& wire) { stream(wire, {"one"}); }));
  auto two = std::make_unique<ScriptedServer>(plain([](const Asked&, Wire& wire) { stream(wire, {"two"}); }));
  start({one.url(), two->url()});
  ASSERT_TRUE(
      becomes_true([this] { return engine->status().detail.starts_with(np::format(messages::kServersAnswer, 2, 2)); }));
  std::string said;
  for (int i = 0; i < 4; ++i) said += ask().text() + " ";
  EXPECT_THAT(said, testing::AnyOf("one two one two ", "two one two one "));
  two.reset();
  for (int i = 0; i < 4; ++i) {
    const Line line = ask();
    EXPECT_EQ(line.text(), "one") << "a server that does not begin costs nothing but time";
    EXPECT_EQ(line.error, "");
  }
  EXPECT_TRUE(engine->status().ready);
  EXPECT_THAT(engine->status().detail,
              AllOf(says(messages::kServersAnswer, 1, 2), says(messages::kPeerRefusesConnection)));
}

TEST_F(OpenAiEngineTest, ALineThatHasBegunIsNotBegunAnewElsewhere) {
  std::atomic<int> lines = 0;
  const auto half = plain([&](const Asked&, Wire& wire) {
    if (lines++ < 2) return stream(wire, {"A dog."});
    wire.begin_chunked("text/event-stream");
    wire.event(delta("A dog"));
    wire.close();
  });
  ScriptedServer one(half), two(half);
  start({one.url(), two.url()});
  ask_first();
  ask_first();
  const Line line = ask();
  EXPECT_EQ(line.text(), "A dog");
  EXPECT_THAT(line.error, says(messages::kAnswerBrokeOff));
}

TEST_F(OpenAiEngineTest, CancelEndsTheExchangeAtOnce) {
  std::atomic<int> closed = 0, lines = 0;
  ScriptedServer server(plain([&](const Asked&, Wire& wire) {
    if (lines++ == 0) return stream(wire, {"A dog."});
    wire.begin_chunked("text/event-stream");
    wire.event(delta("A dog"));
    wire.wait_closed();
    ++closed;
  }));
  start({server.url()});
  ask_first();
  for (int i = 1; i <= 20; ++i) {
    bool heard = false;
    session->comment(
        request(), [&](std::string) { heard = true; },
        [](std::expected<Answer, Error>) { FAIL() << "cancelled, yet ended"; });
    while (!heard) ASSERT_TRUE(loop.wait_posted(kSocketLimit));
    session->cancel();
  }
  loop.run_posted();
  EXPECT_TRUE(becomes_true([&] { return closed == 20; })) << "the server learns that nobody listens";
  EXPECT_TRUE(engine->status().ready) << "that is no fault of the server";
}

TEST_F(OpenAiEngineTest, ManyCancelsAtAnyMoment) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"A dog", " runs."}); }));
  start({server.url()});
  for (int i = 0; i < 200; ++i) {
    session->comment(request(), [](std::string) {}, [](std::expected<Answer, Error>) {});
    for (int spin = 0; spin < i * 20; ++spin) std::this_thread::yield();
    if (i % 3 == 0) loop.run_posted();
    session->cancel();
  }
  EXPECT_EQ(ask().text(), "A dog runs.");
}

TEST_F(OpenAiEngineTest, TheEndWaitsForNobody) {
  ScriptedServer silent([](const Asked&, Wire& wire) { wire.wait_closed(); });
  start({silent.url()});
  session->comment(request(), [](std::string) {}, [](std::expected<Answer, Error>) {});
  silent.wait_asked("/v1/models", 2);  // the session's own and the prober's
  // Left alone, both would wait half a minute for a first byte.
  const auto gone = std::async(std::launch::async, [this] {
    session.reset();
    engine.reset();
  });
  EXPECT_EQ(gone.wait_for(seconds(10)), std::future_status::ready);
}

TEST_F(OpenAiEngineTest, MayBeDestroyedByItsOwnCallback) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"A", " dog"}); }));
  start({server.url()});
  session->comment(request(), [&](std::string) { session.reset(); }, [](std::expected<Answer, Error>) { FAIL(); });
  while (session) ASSERT_TRUE(loop.wait_posted(kSocketLimit));
  loop.run_posted();
}

TEST_F(OpenAiEngineTest, WhatDoesNotFitIsLeftOutOldestFirst) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"."}); }));
  start({server.url()}, {.line = {.max_slices = 1, .max_input = 256}});
  ask(request({frame(), frame(), frame(), frame()}));
  const std::string body = server.asked(kChat).at(0).body;
  std::size_t images = 0;
  for (std::size_t at = 0; (at = body.find("data:image", at)) != std::string::npos; ++at) ++images;
  EXPECT_EQ(images, 2u);
}

TEST_F(OpenAiEngineTest, FramesAreShrunkToTheirSlices) {
  ScriptedServer server(plain([](const Asked&, Wire& wire) { stream(wire, {"."}); }));
  start({server.url()}, {.line = {.max_slices = 1}});
  ask(request({frame(900, 300)}));
  // The sizes of a JPEG stand after the mark FF C0 00 11 08.
  std::string bytes;
  const std::string body = server.asked(kChat).at(0).body;
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  unsigned bits = 0, count = 0;
  for (std::size_t at = body.find("base64,") + 7; alphabet.contains(body[at]); ++at) {
    bits = bits << 6 | static_cast<unsigned>(alphabet.find(body[at]));
    if ((count += 6) >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xFF);
  }
  const std::size_t mark = bytes.find(std::string("\xFF\xC0\x00\x11\x08", 5));
  ASSERT_NE(mark, std::string::npos);
  EXPECT_EQ(bytes.substr(mark + 5, 4), std::string("\x00\x95\x01\xC0", 4)) << "149 high, 448 wide";
}

TEST_F(OpenAiEngineTest, FramesAreAsLargeAsTheirSlices) {
  start({"http://127.0.0.1:9"}, {.line = {.max_slices = 1}});
  EXPECT_EQ(engine->frame_limit().max_width, 448);
  start({"http://127.0.0.1:9"}, {.line = {.max_slices = 3}});
  EXPECT_GT(engine->frame_limit().max_width, 728);
}

}  // namespace
}  // namespace np
