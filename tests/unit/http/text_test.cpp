// Requests, answers, JSON, events and sound as text.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "http/api/wire.hpp"
#include "http/message/json.hpp"
#include "http/message/message.hpp"
#include "unit/http/happenings.hpp"

namespace np::http {
namespace {

using namespace std::chrono_literals;
using test::grew;
using test::said;
using test::skip;

TEST(Json, WritesNumbersAsPeopleDo) {
  EXPECT_EQ(json_number(5), "5");
  EXPECT_EQ(json_number(0.1 + 0.2), "0.3");
  EXPECT_EQ(json_number(-0.0001), "0");
  EXPECT_EQ(json_number(12.3456), "12.346");
  EXPECT_EQ(json_number(1700000000.123), "1700000000.123");
  EXPECT_EQ(json_number(NAN), "null");
  EXPECT_EQ(json_number(INFINITY), "null");
}

TEST(Json, EscapesText) {
  EXPECT_EQ(json_string("a\"b\\c\nd\x01 \t"), R"("a\"b\\c\nd\u0001 \u0009")");
  EXPECT_EQ(json_string("Grüße 👋"), "\"Grüße 👋\"");
  EXPECT_EQ(json_string(std::string_view("\0", 1)), "\"\\u0000\"");
}

TEST(Json, ReplacesWhatIsNoUtf8) {
  for (const char* bad : {"\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\xe0\x80\xaf"})
    EXPECT_THAT(json_string(bad), ::testing::StartsWith("\"\xEF\xBF\xBD")) << json_string(bad);
  EXPECT_EQ(json_string("a\xffz"), "\"a\xEF\xBF\xBDz\"");
}

TEST(Json, BuildsObjects) {
  EXPECT_EQ(JsonObject().text(), "{}");
  EXPECT_EQ(JsonObject().add("a", "x").add("b", true).add("c", 3).add("d", 0.5).raw("e", "[]").text(),
            R"({"a":"x","b":true,"c":3,"d":0.5,"e":[]})");
  const std::vector<std::string> texts{"a", "b"};
  EXPECT_EQ(json_array(texts), R"(["a","b"])");
}

TEST(Target, IsSplitIntoPathAndQuery) {
  Request r;
  ASSERT_TRUE(parse_target("/api/stream?last_event_id=12&x=a%20b+c&empty=&flag", r));
  EXPECT_EQ(r.path, "/api/stream");
  EXPECT_EQ(r.parameter("last_event_id"), "12");
  EXPECT_EQ(r.parameter("x"), "a b c");
  EXPECT_EQ(r.parameter("empty"), "");
  EXPECT_EQ(r.parameter("flag"), "");
  EXPECT_EQ(r.parameter("none"), std::nullopt);
}

TEST(Target, RefusesWhatIsNone) {
  for (const char* bad : {"", "x", "*", "http://localhost/", "/a b", "/%zz", "/a?%2", "/\xff"}) {
    Request r;
    EXPECT_FALSE(parse_target(bad, r)) << bad;
  }
}

TEST(Cookies, AreFoundAmongOthers) {
  const Request r{.headers = {{"Cookie", "a=1;  b = 2 ;c=x%20y;;=;d"}, {"cookie", "e=5"}}};
  EXPECT_EQ(r.cookies("a"), std::vector<std::string>{"1"});
  EXPECT_EQ(r.cookies("c"), std::vector<std::string>{"x y"});
  EXPECT_EQ(r.cookies("e"), std::vector<std::string>{"5"});
  EXPECT_TRUE(r.cookies("d").empty());
  EXPECT_TRUE(r.cookies("none").empty());
}

TEST(Answer, CarriesTheSafetyHeaders) {
  const auto head = head_text({.headers = {{"A", "b"}}, .body = "x"}, 1, false);
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\nA: b\r\n"));
  EXPECT_TRUE(head.ends_with("Connection: keep-alive\r\n\r\n"));
  for (const char* part : {"Content-Security-Policy: default-src 'self'; img-src 'self' blob: data:;",
                           "frame-ancestors 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"})
    EXPECT_NE(head.find(part), head.npos) << part;
  EXPECT_EQ(head.find("unsafe-inline"), head.npos);
}

TEST(Answer, SaysWhoMayShowItInAFrame) {
  const auto head = head_text({.frame_ancestors = "https://home.example http://192.168.1.5:8123"}, 0, false);
  EXPECT_NE(head.find("; frame-ancestors https://home.example http://192.168.1.5:8123\r\n"), head.npos);
  EXPECT_EQ(head.find("unsafe-inline"), head.npos);
  EXPECT_NE(head_text({.takes_styles = true}, 0, false).find("'none'; style-src 'self' 'unsafe-inline'\r\n"),
            head.npos);
}

TEST(Request, ReadsAForm) {
  const auto fields = parse_form("token=a%2Bb+c&to=embed%3Fsize%3D3&empty=");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields, (Fields{{"token", "a+b c"}, {"to", "embed?size=3"}, {"empty", ""}}));
  EXPECT_FALSE(parse_form("a=%ZZ"));
  EXPECT_FALSE(parse_form("a=\xff"));
}

TEST(Answer, LetsThePageIntoTheRoom) {
  const auto plain = head_text({}, 0, false), head = head_text({}, 0, false, "ws://lk:1 http://lk:1");
  EXPECT_EQ(plain.find("connect-src"), plain.npos);
  EXPECT_NE(head.find("frame-ancestors 'none'; connect-src 'self' ws://lk:1 http://lk:1\r\n"), head.npos);
}

TEST(Policy, NamesTheRoomsServer) {
  EXPECT_EQ(policy_sources(""), "");
  EXPECT_EQ(policy_sources("ws://localhost:7880"), "ws://localhost:7880 http://localhost:7880");
  EXPECT_EQ(policy_sources("wss://live.example.org/room"), "wss://live.example.org https://live.example.org");
  EXPECT_EQ(policy_sources("wss://[::1]:7880"), "wss: https:");
}

TEST(Answer, OfAnErrorIsOneSentence) {
  EXPECT_EQ(failure(409, "Stop it \"first\".").body, R"({"detail":"Stop it \"first\"."})");
  EXPECT_EQ(failure(Error(ErrorKind::kConflict, "x")).status, 409);
  EXPECT_EQ(failure(Error(ErrorKind::kInvalid, "x")).status, 400);
  EXPECT_EQ(failure(Error(ErrorKind::kUnavailable, "x")).status, 503);
  EXPECT_EQ(failure(Error(ErrorKind::kInternal, "x")).status, 500);
}

std::string sse(std::uint64_t id, Happening what) { return SseWriter().text({.id = id, .what = std::move(what)}); }

TEST(ServerSentEvent, PieceIsUnnamed) { EXPECT_EQ(sse(7, grew(" a man")), "id: 7\ndata:  a man\n\n"); }

TEST(ServerSentEvent, SplitsNewLines) {
  EXPECT_EQ(sse(7, grew("a\nb\r\nc\rd\n")), "id: 7\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
}

TEST(ServerSentEvent, OthersAreNamed) {
  EXPECT_THAT(sse(8, SourceChanged{}), ::testing::StartsWith("id: 8\nevent: source\ndata: {\"source\":null,"));
  EXPECT_THAT(sse(8, SettingsChanged{"the \"dog\"", "default", ""}),
              ::testing::StartsWith("id: 8\nevent: settings\ndata: {\"instruction\":\"the "
                                    "\\\"dog\\\"\",\"profile\":\"default\",\"preset\":\"\",\"at\":"));
}

TEST(ServerSentEvent, ASkipIsTheDotsThatScriptsKnow) {
  EXPECT_THAT(sse(8, skip()), ::testing::StartsWith("data: ...\n\nid: 8\nevent: cycle_end\ndata: {"));
}

TEST(ServerSentEvent, ALineIsCompleteHoweverMuchOfItWasTold) {
  const auto end = [](SseWriter& writer) { return writer.text({.id = 9, .what = said("A dog runs.", 4)}); };
  SseWriter nothing, half, all;
  half.text({.id = 7, .what = grew("A dog", 4)});
  all.text({.id = 7, .what = grew("A dog", 4)});
  all.text({.id = 8, .what = grew(" runs.", 4, 5)});
  EXPECT_THAT(end(nothing), ::testing::StartsWith("data: A dog runs.\n\nid: 9\nevent: cycle_end\n"));
  EXPECT_THAT(end(half), ::testing::StartsWith("data:  runs.\n\nid: 9\nevent: cycle_end\n"));
  EXPECT_THAT(end(all), ::testing::StartsWith("id: 9\nevent: cycle_end\n"));
}

TEST(ServerSentEvent, CycleEndHasTheFieldsOfTheApi) {
  const TimePoint now = Clock::now();
  LineEnded end{
      .cycle = 3,
      .text = "A \"dog\".",
      .outcome = Outcome::kFailed,
      .error = "It \"broke\".",
      .frame_ids = {4, 5},
      .times = {.oldest_frame = now - 4s, .newest_frame = now - 3s, .start = now - 2500ms, .end = now - 1750ms},
      .delay = 2s};
  const std::string text = live_text(Event{.id = 1, .what = end});
  const auto json = boost::json::parse(text).at("data").as_object();
  EXPECT_EQ(json.at("type"), "cycle_end");
  EXPECT_EQ(json.at("cycle"), 3);
  EXPECT_EQ(json.at("frame_ids"), boost::json::parse("[4,5]"));
  EXPECT_NEAR(json.at("oldest_frame_at").to_number<double>(), unix_seconds(now) - 4, 0.01);
  EXPECT_NEAR(json.at("newest_frame_at").to_number<double>(), unix_seconds(now) - 3, 0.01);
  EXPECT_NEAR(json.at("inference_start").to_number<double>(), unix_seconds(now) - 2.5, 0.01);
  EXPECT_NEAR(json.at("inference_end").to_number<double>(), unix_seconds(now) - 1.75, 0.01);
  EXPECT_THAT(text, ::testing::HasSubstr(
                        R"("inference_sec":0.750000,"latency_sec":2.250000,"skipped":false,"target_delay":2.000,)"
                        R"("text":"A \"dog\".","error":"It \"broke\"."})"));
  EXPECT_FALSE(json.contains("cancelled"));
  end = {.outcome = Outcome::kCancelled};
  EXPECT_THAT(live_text(Event{.id = 1, .what = end}), ::testing::HasSubstr(R"("cancelled":true)"));
}

TEST(ServerSentEvent, ALineThatWasSaidHasItsIdInTheRecord) {
  const auto line_of = [](LineEnded end) {
    const auto data = boost::json::parse(live_text(Event{.id = 17, .what = std::move(end)})).at("data").as_object();
    return data.contains("line") ? data.at("line").to_number<int>() : 0;
  };
  EXPECT_EQ(line_of(said("A dog.")), 17);
  EXPECT_EQ(line_of(skip()), 0);
  EXPECT_EQ(line_of({.text = "A do", .outcome = Outcome::kCancelled}), 0);
}

TEST(ServerSentEvent, ActivityIsForThePageAlone) { EXPECT_EQ(sse(8, ActivityChanged{}), ""); }

TEST(ResumePoint, ComesFromTheHeaderFirst) {
  EXPECT_EQ(resume_point({.query = {{"last_event_id", "5"}}}), 5u);
  EXPECT_EQ(resume_point({.query = {{"last_event_id", "5"}}, .headers = {{"last-event-id", "9"}}}), 9u);
  for (const char* bad : {"", "x", "-1", "5x", " 5", "99999999999999999999999"})
    EXPECT_EQ(resume_point({.query = {{"last_event_id", bad}}}), std::nullopt) << bad;
  EXPECT_EQ(resume_point({}), std::nullopt);
}

TEST(LiveText, CarriesPiecesAsTextAndTheRestAsObjects) {
  EXPECT_EQ(live_text(Event{.id = 3, .what = grew("a\"b\n", 7)}),
            R"({"id":3,"event":"piece","data":"a\"b\n","cycle":7})");
  EXPECT_THAT(
      live_text(Event{.id = 4, .what = SettingsChanged{.profile = "x"}}),
      ::testing::StartsWith(R"({"id":4,"event":"settings","data":{"instruction":"","profile":"x","preset":"","at":)"));
  EXPECT_EQ(live_text(Event{.id = 3, .what = grew("a", 7)}, Role::kController, true),
            R"({"id":3,"event":"piece","data":"a","cycle":7,"past":true})");
  EXPECT_EQ(live_text("hello", R"({"a":1})"), R"({"event":"hello","data":{"a":1}})");
}

TEST(LiveSound, IsLittleEndian) {
  AudioStream::Block block{.first_sample = 0x0102030405060708};
  block.samples[0] = 0x1234;
  const auto sound = live_sound(block, false);
  EXPECT_EQ(sound.size(), 8 + 1920u);
  EXPECT_EQ(sound.substr(0, 10), "\x08\x07\x06\x05\x04\x03\x02\x01\x34\x12");
  EXPECT_EQ(live_sound(block, true).substr(0, 10), "\x08\x07\x06\x05\x04\x03\x02\x81\x34\x12") << "the source's own";
}

TEST(LiveWish, IsParsed) {
  EXPECT_EQ(parse_live_wish(R"({"audio":true,"volume":3})")->audio, true);
  EXPECT_EQ(parse_live_wish(R"({"audio":false})")->audio, false);
  EXPECT_EQ(parse_live_wish("{}")->audio, std::nullopt);
  EXPECT_EQ(parse_live_wish("{}")->source_sound, std::nullopt);
  EXPECT_EQ(parse_live_wish(R"({"source_sound":"off"})")->source_sound, LiveWish::SourceSound::kOff);
  EXPECT_EQ(parse_live_wish(R"({"source_sound":"duck"})")->source_sound, LiveWish::SourceSound::kDuck);
  EXPECT_EQ(parse_live_wish(R"({"source_sound":"plain"})")->source_sound, LiveWish::SourceSound::kPlain);
  for (const char* bad : {"", "x", "[]", "1", R"({"audio":1})", R"({"audio":"true"})", R"({"audio":null})", "{",
                          R"({"source_sound":true})", R"({"source_sound":"loud"})"})
    EXPECT_FALSE(parse_live_wish(bad)) << bad;
}

}  // namespace
}  // namespace np::http
