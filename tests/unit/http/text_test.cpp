// Requests, answers, JSON, events and sound as text.
#include <gmock/gmock.h>

#include <cmath>

#include "http/json.hpp"
#include "http/message.hpp"
#include "http/wire.hpp"

namespace np::http {
namespace {

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
  EXPECT_EQ(r.cookie("a"), "1");
  EXPECT_EQ(r.cookie("c"), "x y");
  EXPECT_EQ(r.cookie("e"), "5");
  EXPECT_EQ(r.cookie("d"), std::nullopt);
  EXPECT_EQ(r.cookie("none"), std::nullopt);
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

TEST(Answer, LetsThePageIntoTheRoom) {
  const auto plain = head_text({}, 0, false), head = head_text({}, 0, false, "ws://lk:1 http://lk:1");
  EXPECT_EQ(plain.find("connect-src"), plain.npos);
  EXPECT_NE(head.find("frame-ancestors 'none'; connect-src 'self' ws://lk:1 http://lk:1; media-src 'self' blob:\r\n"),
            head.npos);
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

TEST(ServerSentEvent, PieceIsUnnamed) {
  EXPECT_EQ(sse_text({7, EventType::kPiece, " a man"}), "id: 7\ndata:  a man\n\n");
}

TEST(ServerSentEvent, SplitsNewLines) {
  EXPECT_EQ(sse_text({7, EventType::kPiece, "a\nb\r\nc\rd\n"}),
            "id: 7\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
  EXPECT_EQ(sse_text({7, EventType::kPiece, ""}), "id: 7\ndata: \n\n");
}

TEST(ServerSentEvent, OthersAreNamed) {
  EXPECT_EQ(sse_text({8, EventType::kCycleEnd, "{}"}), "id: 8\nevent: cycle_end\ndata: {}\n\n");
  EXPECT_EQ(sse_text({8, EventType::kSource, "{}"}), "id: 8\nevent: source\ndata: {}\n\n");
}

TEST(ResumePoint, ComesFromTheHeaderFirst) {
  EXPECT_EQ(resume_point({.query = {{"last_event_id", "5"}}}), 5u);
  EXPECT_EQ(resume_point({.query = {{"last_event_id", "5"}}, .headers = {{"last-event-id", "9"}}}), 9u);
  for (const char* bad : {"", "x", "-1", "5x", " 5", "99999999999999999999999"})
    EXPECT_EQ(resume_point({.query = {{"last_event_id", bad}}}), std::nullopt) << bad;
  EXPECT_EQ(resume_point({}), std::nullopt);
}

TEST(LiveText, CarriesPiecesAsTextAndTheRestAsObjects) {
  EXPECT_EQ(live_text(Event{3, EventType::kPiece, "a\"b\n"}), R"({"id":3,"event":"piece","data":"a\"b\n"})");
  EXPECT_EQ(live_text(Event{4, EventType::kSettings, R"({"profile":"x"})"}),
            R"({"id":4,"event":"settings","data":{"profile":"x"}})");
  EXPECT_EQ(live_text("hello", R"({"a":1})"), R"({"event":"hello","data":{"a":1}})");
}

TEST(LiveSound, IsLittleEndian) {
  AudioStream::Block block{.first_sample = 0x0102030405060708};
  block.samples[0] = 0x1234;
  const auto sound = live_sound(block);
  EXPECT_EQ(sound.size(), 8 + 1920u);
  EXPECT_EQ(sound.substr(0, 10), "\x08\x07\x06\x05\x04\x03\x02\x01\x34\x12");
}

TEST(LiveWish, IsParsed) {
  EXPECT_EQ(parse_live_wish(R"({"audio":true,"volume":3})")->audio, true);
  EXPECT_EQ(parse_live_wish(R"({"audio":false})")->audio, false);
  EXPECT_EQ(parse_live_wish("{}")->audio, std::nullopt);
  for (const char* bad : {"", "x", "[]", "1", R"({"audio":1})", R"({"audio":"true"})", R"({"audio":null})", "{"})
    EXPECT_FALSE(parse_live_wish(bad)) << bad;
}

}  // namespace
}  // namespace np::http
