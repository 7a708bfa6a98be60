#include "http/api/api.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <set>

#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "http/messages.hpp"
#include "messages.hpp"
#include "unit/http/fake_show.hpp"

namespace np::http {
namespace {

namespace json = boost::json;
using test::says;
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
  void expect_refused(Endpoint endpoint, std::string body, int status,
                      const ::testing::Matcher<const std::string&>& sentence) {
    const auto answer = ask(endpoint, body);
    ASSERT_TRUE(answer) << body;
    EXPECT_EQ(answer->status, status) << body;
    EXPECT_THAT(std::string(json::parse(answer->body).at("detail").as_string()), sentence) << body;
  }

  ManualLoop loop;
  test::FakeHouse house;
  test::FakeShow show{loop};
  Audience audience;
  Api api{house, show, audience};
};

TEST_F(ApiTest, StatusHasTheFieldsThatScriptsKnow) {
  show.now.instruction = "watch \"it\"";
  show.now.active = true;
  show.now.target_delay = 5;
  show.now.engine.heeds = {"people", "motion"};
  audience.viewers = 2;
  const auto s = ask_json(Endpoint::kStatus).as_object();
  for (const char* name : {"model_loaded",
                           "capture_running",
                           "monitor_mode",
                           "instruction",
                           "cycle_count",
                           "frames_buffered",
                           "tts_enabled",
                           "active_profile",
                           "capture_healthy",
                           "livekit_connected",
                           "livekit_enabled",
                           "version",
                           "uptime_s",
                           "source",
                           "source_state",
                           "source_reason",
                           "source_kind",
                           "source_codec",
                           "source_width",
                           "source_height",
                           "source_fps",
                           "picture_age_s",
                           "pictures_per_s",
                           "source_restarts",
                           "active_preset",
                           "target_delay",
                           "engine",
                           "voice",
                           "viewers",
                           "listeners",
                           "source_since",
                           "source_next_try_s",
                           "now",
                           "livekit"})
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
  show.now.source = {.name = "cam",
                     .state = "waiting",
                     .reason = "It is away.",
                     .since = 1800000000.5,
                     .next_try_s = 3.25,
                     .picture_age_s = 7};
  const auto s = ask_json(Endpoint::kStatus);
  EXPECT_EQ(s.at("source_state"), "waiting");
  EXPECT_EQ(s.at("source_reason"), "It is away.");
  EXPECT_EQ(s.at("source_since"), 1800000000.5);
  EXPECT_EQ(s.at("source_next_try_s"), 3.25);
  EXPECT_EQ(s.at("picture_age_s").to_number<double>(), 7);
  EXPECT_NEAR(s.at("now").to_number<double>(), unix_seconds(Clock::now()), 5);
}

TEST_F(ApiTest, ModelsAreListedPulledAndChosen) {
  const auto all = ask_json(Endpoint::kModels);
  EXPECT_EQ(all.at("now").at("kind"), "eyes");
  EXPECT_EQ(all.at("stage"), "settled");
  EXPECT_EQ(all.at("models").at(0).at("recommended"), true);
  EXPECT_TRUE(all.at("models").at(0).at("file").is_null());
  EXPECT_TRUE(all.at("pull").is_null());
  EXPECT_EQ(ask_json(Endpoint::kModelServers).at("servers").at(0).at("models").at(0), "llava");

  EXPECT_EQ(ask(Endpoint::kPausePull)->status, 409);
  EXPECT_EQ(ask(Endpoint::kPull, R"({"model":"small"})")->status, 200);
  EXPECT_EQ(ask(Endpoint::kPull, R"({"model":"small"})")->status, 409);
  EXPECT_EQ(ask(Endpoint::kPull, R"({"model":"large"})")->status, 400);
  EXPECT_EQ(ask_json(Endpoint::kModels).at("pull").at("state"), "running");
  EXPECT_EQ(ask(Endpoint::kPausePull)->status, 200);

  EXPECT_EQ(ask(Endpoint::kChooseModel, R"({"use":"file","file":"a/b.gguf"})")->status, 200);
  EXPECT_EQ(house.all_models.chosen.file, "a/b.gguf");
  EXPECT_EQ(ask(Endpoint::kChooseModel, R"({"use":"server","url":" http://gpu:1 ","model":"m","key":"k"})")->status,
            200);
  EXPECT_EQ(house.all_models.chosen.url, "http://gpu:1");
  EXPECT_EQ(house.all_models.chosen.key, "k");
  expect_refused(Endpoint::kChooseModel, R"({"use":"file"})", 422, messages::kFileMissing);
  expect_refused(Endpoint::kChooseModel, R"({"use":"magic"})", 422, messages::kUseIsOneOf);
  for (const char* url : {"", "ftp://x", "http://", "http://a b", "http://a,http://b"})
    expect_refused(Endpoint::kChooseModel, np::format(R"({{"use":"server","url":"{}"}})", url), 422,
                   messages::kNoServerAddress);
  expect_refused(Endpoint::kChooseModel, np::format(R"({{"use":"server","url":"http://{}"}})", std::string(3000, 'a')),
                 422, says(messages::kFieldTooLong, "url", 2048));
}

TEST_F(ApiTest, ModelsAreForThoseWhoSteer) {
  for (const Endpoint endpoint :
       {Endpoint::kModels, Endpoint::kModelServers, Endpoint::kPull, Endpoint::kChooseModel}) {
    std::optional<Response> answer;
    api.answer(endpoint, {.method = "GET", .role = Role::kWatcher}, [&](Response r) { answer = std::move(r); });
    EXPECT_EQ(answer->status, 403);
  }
}

TEST_F(ApiTest, OpensWhatSourcesAllowsAlone) {
  const auto refused = ask(Endpoint::kStart, R"({"source":"/forbidden.mp4"})");
  EXPECT_EQ(refused->status, 403);
  EXPECT_THAT(refused->body, HasSubstr(messages::kSourceNotAllowed));
  EXPECT_TRUE(show.started.empty());
}

TEST_F(ApiTest, AnInstructionSteersNoTerminal) {
  for (const char* text : {R"(\u001b[2J)", R"(a\u0000b)", R"(a\u009bb)", R"(a\u202eb)", R"(a\u2066b)"}) {
    const auto refused = ask(Endpoint::kInstruction, R"({"instruction":")" + std::string(text) + "\"}");
    EXPECT_EQ(refused->status, 422) << text;
    EXPECT_THAT(refused->body, HasSubstr("control character"));
  }
  EXPECT_EQ(ask(Endpoint::kInstruction, R"({"instruction":"two\nlines\tand é 😀"})")->status, 200);
}

TEST_F(ApiTest, StatusTellsWhoPublishes) {
  const auto publisher = [this] { return ask_json(Endpoint::kStatus).at("publisher"); };
  EXPECT_EQ(publisher(), json::parse(R"({"state":"none","codec":"","reason":""})"));
  house.now.publisher = {.state = "live", .codec = "VP8"};
  EXPECT_EQ(publisher(), json::parse(R"({"state":"live","codec":"VP8","reason":""})"));
}

TEST_F(ApiTest, StatusTellsOfTheRoom) {
  EXPECT_EQ(
      ask_json(Endpoint::kStatus).at("livekit"),
      json::parse(
          R"({"room":"","state":"off","reason":"","next_try_s":null,"people":0,"source_sound":false,"participants":[],
    "track":""})"));
  EXPECT_EQ(ask_json(Endpoint::kStatus).at("livekit_enabled"), false);
  house.now.room = {
      .enabled = true,
      .connected = true,
      .room = "yard",
      .state = "connected",
      .reason = "so",
      .next_try_s = 1.5,
      .people = 2,
      .participants = {{"anna",
                        "Anna \"A\"",
                        {{"TR_1", "camera", "VP8", 640, 480, true}, {"TR_2", "screen", "H264", 1920, 1080, false}}},
                       {"bob", "Bob", {}}},
      .track = "TR_2"};
  const auto s = ask_json(Endpoint::kStatus);
  EXPECT_EQ(s.at("livekit_enabled"), true);
  EXPECT_EQ(s.at("livekit_connected"), true);
  EXPECT_EQ(s.at("livekit"), json::parse(R"({"room":"yard","state":"connected","reason":"so","next_try_s":1.5,
    "people":2,"source_sound":false,"participants":[{"identity":"anna","name":"Anna \"A\"","tracks":[
      {"sid":"TR_1","source":"camera","codec":"VP8","width":640,"height":480,"muted":true},
      {"sid":"TR_2","source":"screen","codec":"H264","width":1920,"height":1080,"muted":false}]},
      {"identity":"bob","name":"Bob","tracks":[]}],"track":"TR_2"})"));
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
  show.now.source.state = "live";
  EXPECT_EQ(ask_json(Endpoint::kStart, R"({"source":"clip.mp4","colour":"red"})"),
            json::parse(R"({"status":"started","source":"clip.mp4","source_state":"live","source_reason":null})"));
  EXPECT_EQ(ask_json(Endpoint::kStart, R"({"source":0})"),
            json::parse(R"({"status":"started","source":0,"source_state":"live","source_reason":null})"));
  EXPECT_EQ(show.started.at(0).source, "clip.mp4");
  EXPECT_EQ(show.started.at(1).source, "0");
}

TEST_F(ApiTest, StartAnswersWhenTheSourceIsOpen) {
  show.start_waits = true;
  std::optional<Response> answer;
  api.answer(Endpoint::kStart, {.body = R"({"source":"rtsp://me:secret@cam/1"})"},
             [&](Response r) { answer = std::move(r); });
  EXPECT_FALSE(answer);
  show.now.source.name = "rtsp://cam/1";
  show.starting({});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.find("secret"), std::string::npos);
  EXPECT_THAT(answer->body, HasSubstr("rtsp://cam/1"));
}

TEST_F(ApiTest, StartReplacesOnlyWhereItIsAsked) {
  ask(Endpoint::kStart, R"({"source":"cam"})");
  EXPECT_FALSE(show.started.back().replace);
  ask(Endpoint::kStart, R"({"source":"cam","replace":true})");
  EXPECT_TRUE(show.started.back().replace);
  expect_refused(Endpoint::kStart, R"({"source":"cam","replace":1})", 422, HasSubstr("\"replace\""));
}

TEST_F(ApiTest, FrameSaysWhenItWasTaken) {
  EXPECT_EQ(ask(Endpoint::kFrame)->status, 404);
  show.pictures.push(test::make_picture(1, Clock::now() - std::chrono::minutes(2)));
  const auto answer = ask(Endpoint::kFrame);
  EXPECT_EQ(answer->status, 200);
  const auto header = [&](std::string_view name) {
    for (const auto& [key, value] : answer->headers)
      if (key == name) return std::stod(value);
    return -1.0;
  };
  EXPECT_GE(header("Age"), 120);
  EXPECT_NEAR(header("X-Captured-At"), unix_seconds(Clock::now()) - header("Age"), 5);
}

TEST_F(ApiTest, StartWaitsOnlyWhereItIsAsked) {
  show.now.source.state = "waiting";
  show.now.source.reason = "It is away.";
  EXPECT_EQ(
      ask_json(Endpoint::kStart, R"({"source":"cam","wait":true})"),
      json::parse(R"({"status":"started","source":"cam","source_state":"waiting","source_reason":"It is away."})"));
  EXPECT_TRUE(show.started.back().wait);
  for (const std::string more : {"", R"(,"wait":false)", R"(,"wait":null)"}) {
    EXPECT_EQ(ask(Endpoint::kStart, R"({"source":"cam")" + more + "}")->status, 200);
    EXPECT_FALSE(show.started.back().wait) << more;
  }
  const auto starts = show.started.size();
  for (const char* value : {"1", "0", "\"true\"", "[]", "{}"})
    expect_refused(Endpoint::kStart, std::string(R"({"source":"cam","wait":)") + value + "}", 422,
                   says(messages::kFieldIsNoFlag, "wait"));
  EXPECT_EQ(show.started.size(), starts);
}

TEST_F(ApiTest, RetryOpensWhatIsWaitedFor) {
  expect_refused(Endpoint::kRetry, "", 409, test::kNothingWaitedFor);
  show.now.source.state = "waiting";
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
      expect_refused(endpoint, "{\"" + name + "\":" + value + "}", 422, HasSubstr("\"" + name + "\""));
    expect_refused(endpoint, "{}", 422, says(messages::kFieldMissing, name));
    for (const auto& malformed :
         std::vector<std::string>{"", "{", "nonsense", "{\"" + name + "\":\"\xff\"}", "{'a':1}", "{}{}"})
      expect_refused(endpoint, malformed, 422, messages::kNoValidJson);
    expect_refused(endpoint, "[]", 422, says(messages::kBodyIsNoObject));
    expect_refused(endpoint, std::string(5000, '['), 422, messages::kNoValidJson);
  }
  EXPECT_TRUE(show.started.empty());
}

TEST_F(ApiTest, StartRefusesAnEmptyOrEndlessSource) {
  expect_refused(Endpoint::kStart, R"({"source":""})", 422, messages::kSourceEmpty);
  expect_refused(Endpoint::kStart, R"({"source":")" + std::string(4097, 'x') + "\"}", 422,
                 says(messages::kSourceTooLong));
}

TEST_F(ApiTest, InstructionCountsCharactersNotBytes) {
  std::string euros;
  for (int i = 0; i < 2000; ++i) euros += "€";
  EXPECT_EQ(ask(Endpoint::kInstruction, "{\"instruction\":\"" + euros + "\"}")->status, 200);
  EXPECT_EQ(show.now.instruction, euros);
  expect_refused(Endpoint::kInstruction, "{\"instruction\":\"" + euros + "x\"}", 422,
                 says(messages::kTooManyCharacters, "instruction", 2001));
  EXPECT_EQ(show.now.instruction, euros);
}

TEST_F(ApiTest, InstructionIsTrimmedAndMayBeEmpty) {
  EXPECT_EQ(ask_json(Endpoint::kInstruction, R"({"instruction":"  watch the door \n"})"),
            json::parse(R"({"status":"ok","instruction":"watch the door"})"));
  EXPECT_EQ(show.now.instruction, "watch the door");
  EXPECT_EQ(ask(Endpoint::kInstruction, R"({"instruction":"  "})")->status, 200);
  EXPECT_EQ(show.now.instruction, "");
}

TEST_F(ApiTest, AnInstructionMayAskToForget) {
  ask(Endpoint::kInstruction, R"({"instruction":"the dog"})");
  EXPECT_EQ(show.forgotten, 0);
  EXPECT_EQ(ask(Endpoint::kInstruction, R"({"instruction":"the dog","forget":true})")->status, 200);
  EXPECT_EQ(show.forgotten, 1);
}

TEST_F(ApiTest, TellsWhatIsRememberedAndTakesAContext) {
  show.remembered = {.context = "", .summary = "A man came.", .lines = {"He sits.", "He \"waits\"."}};
  EXPECT_EQ(ask_json(Endpoint::kSetContext, R"({"context":" The dog is called Rex.\n"})"),
            json::parse(R"({"status":"ok","context":"The dog is called Rex."})"));
  EXPECT_EQ(ask_json(Endpoint::kMemory), json::parse(R"({"context":"The dog is called Rex.","summary":"A man came.",
                                                         "lines":["He sits.","He \"waits\"."]})"));
  expect_refused(Endpoint::kSetContext, R"({"context":")" + std::string(901, 'x') + "\"}", 422,
                 says(messages::kTooManyCharacters, "context", 901));
  EXPECT_EQ(ask(Endpoint::kSetContext, R"({"context":""})")->status, 200);
  EXPECT_EQ(show.remembered.context, "");
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
  EXPECT_EQ(show.now.active_profile, "sports");
  expect_refused(Endpoint::kSetProfile, R"({"profile":"nope"})", 400, HasSubstr("nope"));

  EXPECT_TRUE(ask_json(Endpoint::kPresets).at("active").is_null());
  EXPECT_EQ(ask_json(Endpoint::kSetPreset, R"({"preset":"sniper"})"),
            json::parse(R"({"status":"ok","preset":"sniper"})"));
  EXPECT_EQ(ask_json(Endpoint::kPresets),
            json::parse(R"({"active":"sniper","presets":{"sniper":{"label":"Sniper","description":"Quick."}}})"));
  expect_refused(Endpoint::kSetPreset, R"({"preset":"nope"})", 400, HasSubstr("nope"));
}

TEST_F(ApiTest, SettingsAreForThoseWhoSteer) {
  EXPECT_EQ(ask_json(Endpoint::kSettings), json::parse(R"({"settings":[
              {"name":"SERVER_PORT","group":"Address","value":"8199","from":"default","live":false},
              {"name":"PRESET","group":"The show","value":"owl","from":"state","live":true}]})"));
  std::optional<Response> answer;
  api.answer(Endpoint::kSettings, Request{.role = Role::kWatcher}, [&](Response r) { answer = std::move(r); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 403);
  EXPECT_THAT(answer->body, HasSubstr(messages::kWatchOnly));
}

TEST_F(ApiTest, VoicesAndTheirSpeed) {
  house.voices_now.usual_speed = 1.15;
  EXPECT_EQ(ask_json(Endpoint::kVoices),
            json::parse(R"({"active":"clara","second":null,"speed":1,"usual_speed":1.15,"voices":{
              "clara":{"label":"Clara","description":"A voice.","sample":"Hello."}}})"));
  house.voices_now.second = "victor";
  EXPECT_EQ(ask_json(Endpoint::kVoices).at("second"), "victor");
  EXPECT_EQ(ask_json(Endpoint::kSetVoice, R"({"voice":"otto","speed":0.9})"),
            json::parse(R"({"status":"ok","voice":"otto","speed":0.9})"));
  EXPECT_EQ(ask_json(Endpoint::kSetVoice, R"({"speed":null})").at("speed"), 1.15) << "nobody chooses one any more";
  EXPECT_EQ(ask_json(Endpoint::kSetVoice, R"({"voice":"clara"})").at("speed"), 1.15) << "as before";
  expect_refused(Endpoint::kSetVoice, R"({"voice":"nobody"})", 400, HasSubstr("nobody"));
  for (const char* body : {"{}", R"({"voice":null})", R"({"voice":1})", R"({"speed":"fast"})"})
    expect_refused(Endpoint::kSetVoice, body, 422, HasSubstr("\""));
}

TEST_F(ApiTest, AVoicesSampleIsAWavFile) {
  const auto sample = [&](const char* voice) {
    Request request{.method = "GET", .path = "/api/voices/sample"};
    if (voice) request.query.emplace_back("voice", voice);
    std::optional<Response> answer;
    api.answer(Endpoint::kVoiceSample, request, [&](Response response) { answer = std::move(response); });
    return answer.value();
  };
  for (const char* voice : {"clara", static_cast<const char*>(nullptr)}) {
    EXPECT_EQ(sample(voice).content_type, "audio/wav");
    EXPECT_EQ(sample(voice).body, "RIFF");
  }
  EXPECT_EQ(sample("otto").status, 503);
}

TEST_F(ApiTest, FrameIsTheNewestPicture) {
  expect_refused(Endpoint::kFrame, "", 404, messages::kNoPictureYet);
  show.pictures.push(test::make_picture(1, loop.now(), 20));
  const auto answer = ask(Endpoint::kFrame);
  EXPECT_EQ(answer->content_type, "image/jpeg");
  EXPECT_EQ(answer->body, std::string(20, 'b'));
  EXPECT_THAT(answer->headers, ::testing::Contains(std::pair<std::string, std::string>("Cache-Control", "no-store")));
}

TEST_F(ApiTest, LivekitIsOff) {
  expect_refused(Endpoint::kLivekitToken, "", 404, test::kNoRoom);
  expect_refused(Endpoint::kLivekitToken, R"({"identity":"me"})", 404, test::kNoRoom);
  expect_refused(Endpoint::kLivekitToken, R"({"identity":7})", 422, says(messages::kFieldIsNoText, "identity"));
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(ask(Endpoint::kLivekitToken)->status, 404) << "what is not given is not counted";
}

class TicketTest : public ApiTest {
 protected:
  TicketTest() { house.now.room.enabled = true; }
};

TEST_F(TicketTest, IsForTheOneWhoIsNamed) {
  EXPECT_EQ(
      ask_json(Endpoint::kLivekitToken, R"({"identity":"Anna.B_c-1","name":" Anna Ä "})"),
      json::parse(R"({"url":"ws://room","token":"a.b.c","room":"yard","identity":"Anna.B_c-1","commentator":"bot"})"));
  EXPECT_EQ(house.room_name, "Anna Ä");
  const auto answer = ask(Endpoint::kLivekitToken, R"({"identity":"anna"})");
  EXPECT_THAT(answer->headers, ::testing::Contains(std::pair<std::string, std::string>("Cache-Control", "no-store")));
  EXPECT_EQ(house.room_name, "");
}

TEST_F(TicketTest, NamesOneWhoIsNot) {
  std::set<std::string> identities;
  for (const char* body : {"", "{}", R"({"identity":null,"name":null})", R"({"colour":7})"}) {
    const std::string identity(ask_json(Endpoint::kLivekitToken, body).at("identity").as_string());
    EXPECT_THAT(identity, ::testing::MatchesRegex("viewer-[a-z2-7]+"));
    EXPECT_EQ(identity.size(), 15u);
    identities.insert(identity);
  }
  EXPECT_EQ(identities.size(), 4u);
}

TEST_F(TicketTest, IsForWellFormedNamesOnly) {
  for (const std::string& bad : {std::string(), std::string(65, 'x'), std::string("a b"), std::string("ä"),
                                 std::string("a/b"), std::string("\\n"), std::string("\\u0000")})
    expect_refused(Endpoint::kLivekitToken, R"({"identity":")" + bad + "\"}", 422, says(messages::kIdentityForm, 64));
  for (const std::string& bad : {std::string(65, 'x'), std::string("a\\nb"), std::string("\\u0000"),
                                 std::string("\x7f"), std::string("\\u0085")})
    expect_refused(Endpoint::kLivekitToken, R"({"name":")" + bad + "\"}", 422, says(messages::kNameForm, 64));
  for (const char* value : {"7", "true", "[]", "{}"})
    for (const char* field : {"identity", "name"})
      expect_refused(Endpoint::kLivekitToken, np::format("{{\"{}\":{}}}", field, value), 422,
                     says(messages::kFieldIsNoText, field));
  for (const char* malformed : {"{", "[]", "\"anna\"", "{\"name\":\"\xff\"}", "{\"name\":\"\\ud800\"}"})
    EXPECT_EQ(ask(Endpoint::kLivekitToken, malformed)->status, 422) << malformed;
  expect_refused(Endpoint::kLivekitToken, R"({"identity":"bot"})", 422, test::kIdentityTaken);
  std::string euros;
  for (int i = 0; i < 64; ++i) euros += "€";
  EXPECT_EQ(ask(Endpoint::kLivekitToken, R"({"name":")" + euros + "\"}")->status, 200);
  EXPECT_EQ(ask(Endpoint::kLivekitToken, R"({"identity":")" + std::string(64, 'x') + "\"}")->status, 200);
}

TEST_F(TicketTest, AreNotGivenWithoutEnd) {
  const auto status = [&](std::string client) {
    std::optional<Response> answer;
    api.answer(Endpoint::kLivekitToken, {.client = std::move(client)}, [&](Response r) { answer = std::move(r); });
    if (answer->status == 429) {
      EXPECT_EQ(answer->headers.back().first, "Retry-After");
      EXPECT_THAT(std::stoi(answer->headers.back().second), AllOf(::testing::Ge(1), ::testing::Le(60)));
      EXPECT_THAT(answer->body, AllOf(says(messages::kTooManyTickets), ::testing::Not(HasSubstr("a.b.c"))));
    }
    return answer->status;
  };
  for (const char* client : {"10.0.0.1", "10.0.0.2", "10.0.0.3"}) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(status(client), 200);
    EXPECT_EQ(status(client), 429);
  }
  EXPECT_EQ(status("10.0.0.4"), 429);
  expect_refused(Endpoint::kLivekitToken, R"({"identity":7})", 422, says(messages::kFieldIsNoText, "identity"));
}

TEST_F(ApiTest, HealthSaysWhatIsDegraded) {
  EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"ok"})"));
  for (const char* state : {"connecting", "stalled", "waiting", "ended"}) {
    show.now.source.state = state;
    EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"degraded","degraded":["source"]})")) << state;
  }
  show.now.voice.ready = false;
  const auto answer = ask(Endpoint::kHealth);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(json::parse(answer->body), json::parse(R"({"status":"degraded","degraded":["source","voice"]})"));
  show.now.voice.enabled = false;
  show.now.engine.awaited = "The model is loading.";
  EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"degraded","degraded":["source","engine"]})"));
  show.now.engine.awaited.clear();
  show.now.voice = {.enabled = true, .ready = true, .awaited = "The speech server is away."};
  EXPECT_EQ(ask_json(Endpoint::kHealth), json::parse(R"({"status":"degraded","degraded":["source","voice"]})"));
  show.now.voice.enabled = false;
  for (const char* state : {"live", "stopped"}) {
    show.now.source.state = state;
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
  show.now.name = "yard";
  EXPECT_THAT(ask(Endpoint::kMetrics)->body,
              AllOf(HasSubstr("\nnp_source_state{channel=\"yard\",state=\"stopped\"} 1\n"),
                    HasSubstr("\nnp_source_picture_age_seconds{channel=\"yard\"} Nan\n")));
  show.now.source.state = "stalled";
  show.now.source.picture_age_s = 4.5;
  show.now.source.pictures_per_s = 25;
  const auto text = ask(Endpoint::kMetrics)->body;
  EXPECT_THAT(text, HasSubstr("\nnp_source_state{channel=\"yard\",state=\"stalled\"} 1\n"));
  for (const char* state : {"connecting", "live", "waiting", "ended", "stopped"})
    EXPECT_THAT(text, HasSubstr("\nnp_source_state{channel=\"yard\",state=\"" + std::string(state) + "\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("\nnp_source_picture_age_seconds{channel=\"yard\"} 4.5\n"));
  EXPECT_THAT(text, HasSubstr("\nnp_source_pictures_per_second{channel=\"yard\"} 25\n"));
}

}  // namespace
}  // namespace np::http
