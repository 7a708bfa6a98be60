#include "http/api.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "base/manual_loop.hpp"
#include "unit/http/fake_show.hpp"

namespace np::http {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ApiTest : public ::testing::Test {
 protected:
  std::optional<Response> ask(Endpoint endpoint, std::string body = {}) {
    std::optional<Response> answer;
    api.answer(endpoint, {.method = "POST", .body = std::move(body)}, [&](Response r) { answer = std::move(r); });
    return answer;
  }
  json::value ask_json(Endpoint endpoint, std::string body = {}) {
    return json::parse(ask(endpoint, std::move(body))->body);
  }
  void expect_refused(Endpoint endpoint, std::string body, int status, std::string_view part) {
    const auto answer = ask(endpoint, body);
    ASSERT_TRUE(answer) << body;
    EXPECT_EQ(answer->status, status) << body;
    EXPECT_THAT(std::string(json::parse(answer->body).at("detail").as_string()), HasSubstr(part)) << body;
  }

  ManualLoop loop;
  test::FakeShow show{loop};
  Audience audience;
  Api api{show, audience};
};

TEST_F(ApiTest, StatusHasTheFieldsThatScriptsKnow) {
  show.report.instruction = "watch \"it\"";
  show.report.active = true;
  show.report.target_delay = 5;
  show.report.engine.heeds = {"people", "motion"};
  audience.viewers = 2;
  const auto s = ask_json(Endpoint::kStatus).as_object();
  for (const char* name :
       {"model_loaded",    "capture_running", "monitor_mode",   "instruction",     "cycle_count",
        "frames_buffered", "tts_enabled",     "active_profile", "capture_healthy", "livekit_connected",
        "livekit_enabled", "version",         "uptime_s",       "source",          "source_state",
        "source_reason",   "source_kind",     "source_codec",   "source_width",    "source_height",
        "source_fps",      "picture_age_s",   "pictures_per_s", "source_restarts", "active_preset",
        "target_delay",    "engine",          "voice",          "viewers",         "listeners",
        "source_since",    "source_next_try_s", "now"})
    EXPECT_TRUE(s.contains(name)) << name;
  EXPECT_EQ(s.at("monitor_mode"), "ACTIVE");
  EXPECT_EQ(s.at("instruction"), "watch \"it\"");
  EXPECT_EQ(s.at("viewers"), 2);
  EXPECT_TRUE(s.at("source").is_null());
  EXPECT_TRUE(s.at("active_preset").is_null());
  for (const char* name : {"picture_age_s", "source_since", "source_next_try_s"})
    EXPECT_TRUE(s.at(name).is_null()) << name;
  EXPECT_EQ(s.at("engine").at("heeds").as_array().size(), 2u);
  EXPECT_EQ(s.at("voice").at("name"), "slt");
}

TEST_F(ApiTest, StatusTellsOfASourceThatIsWaitedFor) {
  show.report.source = {.name = "cam", .state = "waiting", .reason = "It is away.", .since = 1800000000.5,
                        .next_try_s = 3.25, .picture_age_s = 7};
  const auto s = ask_json(Endpoint::kStatus);
  EXPECT_EQ(s.at("source_state"), "waiting");
  EXPECT_EQ(s.at("source_reason"), "It is away.");
  EXPECT_EQ(s.at("source_since"), 1800000000.5);
  EXPECT_EQ(s.at("source_next_try_s"), 3.25);
  EXPECT_EQ(s.at("picture_age_s").to_number<double>(), 7);
  EXPECT_NEAR(s.at("now").to_number<double>(), unix_seconds(Clock::now()), 5);
}

TEST_F(ApiTest, StatusFieldsAreDescribed) {
  const auto described =
      json::parse(openapi_json())
          .at_pointer("/paths/~1api~1status/get/responses/200/content/application~1json/schema/properties")
          .as_object();
  const auto status = ask_json(Endpoint::kStatus).as_object();
  for (const auto& [name, value] : status) EXPECT_TRUE(described.contains(name)) << name;
  for (const auto& [name, value] : described) EXPECT_TRUE(status.contains(name)) << name;
}

TEST_F(ApiTest, StartTakesTextOrNumber) {
  show.report.source.state = "live";
  EXPECT_EQ(ask_json(Endpoint::kStart, R"({"source":"clip.mp4","colour":"red"})"),
            json::parse(R"({"status":"started","source":"clip.mp4","source_state":"live","source_reason":null})"));
  EXPECT_EQ(ask_json(Endpoint::kStart, R"({"source":0})"),
            json::parse(R"({"status":"started","source":0,"source_state":"live","source_reason":null})"));
  EXPECT_THAT(show.started, ::testing::ElementsAre("clip.mp4", "0"));
}

TEST_F(ApiTest, StartAnswersWhenTheSourceIsOpen) {
  show.start_waits = true;
  std::optional<Response> answer;
  api.answer(Endpoint::kStart, {.body = R"({"source":"rtsp://me:secret@cam/1"})"},
             [&](Response r) { answer = std::move(r); });
  EXPECT_FALSE(answer);
  show.report.source.name = "rtsp://cam/1";
  show.starting({});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.find("secret"), std::string::npos);
  EXPECT_THAT(answer->body, HasSubstr("rtsp://cam/1"));
}

TEST_F(ApiTest, StartWaitsOnlyWhereItIsAsked) {
  show.report.source.state = "waiting";
  show.report.source.reason = "It is away.";
  EXPECT_EQ(ask_json(Endpoint::kStart, R"({"source":"cam","wait":true})"),
            json::parse(
                R"({"status":"started","source":"cam","source_state":"waiting","source_reason":"It is away."})"));
  EXPECT_TRUE(show.start_wait);
  for (const std::string more : {"", R"(,"wait":false)", R"(,"wait":null)"}) {
    show.start_wait = true;
    EXPECT_EQ(ask(Endpoint::kStart, R"({"source":"cam")" + more + "}")->status, 200);
    EXPECT_FALSE(show.start_wait) << more;
  }
  const auto starts = show.started.size();
  for (const char* value : {"1", "0", "\"true\"", "[]", "{}"})
    expect_refused(Endpoint::kStart, std::string(R"({"source":"cam","wait":)") + value + "}", 422,
                   "\"wait\" must be true or false");
  EXPECT_EQ(show.started.size(), starts);
}

TEST_F(ApiTest, RetryOpensWhatIsWaitedFor) {
  expect_refused(Endpoint::kRetry, "", 409, "No source is waited for");
  show.report.source.state = "waiting";
  EXPECT_EQ(ask_json(Endpoint::kRetry), json::parse(R"({"status":"ok"})"));
  EXPECT_EQ(show.retries, 2);
}

TEST_F(ApiTest, StartSaysWhyNot) {
  show.start_waits = true;
  const std::pair<ErrorKind, int> cases[] = {{ErrorKind::kConflict, 409}, {ErrorKind::kNotFound, 400},
                                             {ErrorKind::kTimeout, 400},  {ErrorKind::kInternal, 400},
                                             {ErrorKind::kRefused, 400},  {ErrorKind::kUnavailable, 400}};
  for (const auto& [kind, status] : cases) {
    std::optional<Response> answer;
    api.answer(Endpoint::kStart, {.body = R"({"source":"x"})"}, [&](Response r) { answer = std::move(r); });
    show.finish_start(std::unexpected(Error(kind, "It is so.")));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->body, R"({"detail":"It is so."})");
  }
}

TEST_F(ApiTest, WrongBodiesNameTheField) {
  const std::pair<Endpoint, std::string> fields[] = {{Endpoint::kStart, "source"},
                                                     {Endpoint::kInstruction, "instruction"},
                                                     {Endpoint::kSetProfile, "profile"},
                                                     {Endpoint::kSetPreset, "preset"}};
  for (const auto& [endpoint, name] : fields) {
    for (const char* value : {"null", "true", "1.5", "-1", "[]", "{}"})
      expect_refused(endpoint, "{\"" + name + "\":" + value + "}", 422, "\"" + name + "\"");
    expect_refused(endpoint, "{}", 422, "\"" + name + "\" is missing");
    for (const auto& malformed :
         std::vector<std::string>{"", "{", "nonsense", "{\"" + name + "\":\"\xff\"}", "{'a':1}", "{}{}"})
      expect_refused(endpoint, malformed, 422, "no valid JSON");
    expect_refused(endpoint, "[]", 422, "must be a JSON object");
    expect_refused(endpoint, std::string(5000, '['), 422, "no valid JSON");
  }
  EXPECT_TRUE(show.started.empty());
}

TEST_F(ApiTest, StartRefusesAnEmptyOrEndlessSource) {
  expect_refused(Endpoint::kStart, R"({"source":""})", 422, "\"source\" is empty");
  expect_refused(Endpoint::kStart, R"({"source":")" + std::string(4097, 'x') + "\"}", 422, "\"source\" is longer");
}

TEST_F(ApiTest, InstructionCountsCharactersNotBytes) {
  std::string euros;
  for (int i = 0; i < 2000; ++i) euros += "€";
  EXPECT_EQ(ask(Endpoint::kInstruction, "{\"instruction\":\"" + euros + "\"}")->status, 200);
  EXPECT_EQ(show.report.instruction, euros);
  expect_refused(Endpoint::kInstruction, "{\"instruction\":\"" + euros + "x\"}", 422, "2001 characters");
  EXPECT_EQ(show.report.instruction, euros);
}

TEST_F(ApiTest, InstructionIsTrimmedAndMayBeEmpty) {
  EXPECT_EQ(ask_json(Endpoint::kInstruction, R"({"instruction":"  watch the door \n"})"),
            json::parse(R"({"status":"ok","instruction":"watch the door"})"));
  EXPECT_EQ(show.report.instruction, "watch the door");
  EXPECT_EQ(ask(Endpoint::kInstruction, R"({"instruction":"  "})")->status, 200);
  EXPECT_EQ(show.report.instruction, "");
}

TEST_F(ApiTest, StopStops) {
  EXPECT_EQ(ask_json(Endpoint::kStop), json::parse(R"({"status":"stopped"})"));
  EXPECT_EQ(ask(Endpoint::kStop, "anything")->status, 200);
  EXPECT_EQ(show.stops, 2);
}

TEST_F(ApiTest, ProfilesAndPresets) {
  EXPECT_EQ(ask_json(Endpoint::kProfiles), json::parse(R"({"active":"default","profiles":{
              "default":{"label":"General","suggestion":"Describe what happens."},
              "sports":{"label":"Sports","suggestion":"Comment \"the\" match."}}})"));
  EXPECT_EQ(ask_json(Endpoint::kSetProfile, R"({"profile":"sports"})"),
            json::parse(R"({"status":"ok","profile":"sports"})"));
  EXPECT_EQ(show.report.active_profile, "sports");
  expect_refused(Endpoint::kSetProfile, R"({"profile":"nope"})", 400, "no profile \"nope\"");

  EXPECT_TRUE(ask_json(Endpoint::kPresets).at("active").is_null());
  EXPECT_EQ(ask_json(Endpoint::kSetPreset, R"({"preset":"sniper"})"),
            json::parse(R"({"status":"ok","preset":"sniper"})"));
  EXPECT_EQ(ask_json(Endpoint::kPresets),
            json::parse(R"({"active":"sniper","presets":{"sniper":{"label":"Sniper","description":"Quick."}}})"));
  expect_refused(Endpoint::kSetPreset, R"({"preset":"nope"})", 400, "no preset");
}

TEST_F(ApiTest, FrameIsTheNewestPicture) {
  expect_refused(Endpoint::kFrame, "", 404, "no picture yet");
  show.pictures.push(test::make_picture(1, loop.now(), 20));
  const auto answer = ask(Endpoint::kFrame);
  EXPECT_EQ(answer->content_type, "image/jpeg");
  EXPECT_EQ(answer->body, std::string(20, 'b'));
  EXPECT_THAT(answer->headers, ::testing::Contains(std::pair<std::string, std::string>("Cache-Control", "no-store")));
}

TEST_F(ApiTest, LivekitIsOff) {
  expect_refused(Endpoint::kLivekitToken, "", 404, "LIVEKIT_ENABLED");
  expect_refused(Endpoint::kLivekitToken, R"({"identity":"me"})", 404, "LIVEKIT_ENABLED");
  expect_refused(Endpoint::kLivekitToken, R"({"identity":7})", 422, "\"identity\"");
}

TEST_F(ApiTest, HealthSaysWhatIsDegraded) {
  EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"ok"})"));
  for (const char* state : {"connecting", "stalled", "waiting", "ended"}) {
    show.report.source.state = state;
    EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"degraded","degraded":["source"]})")) << state;
  }
  show.report.voice.ready = false;
  const auto answer = ask(Endpoint::kHealth);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(json::parse(answer->body), json::parse(R"({"status":"degraded","degraded":["source","voice"]})"));
  show.report.voice.enabled = false;
  for (const char* state : {"live", "stopped"}) {
    show.report.source.state = state;
    EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"ok"})")) << state;
  }
}

TEST_F(ApiTest, MetricsAreInPrometheusFormat) {
  audience.listeners = 3;
  const auto answer = ask(Endpoint::kMetrics);
  EXPECT_TRUE(answer->content_type.starts_with("text/plain; version=0.0.4"));
  EXPECT_THAT(answer->body, HasSubstr("\nnp_http_listeners 3\n"));
}

TEST_F(ApiTest, MetricsTellOfTheSource) {
  EXPECT_THAT(ask(Endpoint::kMetrics)->body, AllOf(HasSubstr("\nnp_source_state{state=\"stopped\"} 1\n"),
                                                   HasSubstr("\nnp_source_picture_age_seconds Nan\n")));
  show.report.source.state = "stalled";
  show.report.source.picture_age_s = 4.5;
  show.report.source.pictures_per_s = 25;
  const auto text = ask(Endpoint::kMetrics)->body;
  EXPECT_THAT(text, HasSubstr("\nnp_source_state{state=\"stalled\"} 1\n"));
  for (const char* state : {"connecting", "live", "waiting", "ended", "stopped"})
    EXPECT_THAT(text, HasSubstr("\nnp_source_state{state=\"" + std::string(state) + "\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("\nnp_source_picture_age_seconds 4.5\n"));
  EXPECT_THAT(text, HasSubstr("\nnp_source_pictures_per_second 25\n"));
}

}  // namespace
}  // namespace np::http
