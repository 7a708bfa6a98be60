// Facts as JSON, at most five times a second, and the streams that carry them.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <limits>

#include "http/api/wire.hpp"
#include "unit/http/client.hpp"
#include "unit/http/served.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using test::Client;
using test::FakeShow;
using test::Served;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kTextFrame = 1;

Facts street(TimePoint at = Clock::now()) {
  Actor who{.id = 3, .kind = Kind::kPerson, .certainty = 0.9312f, .sightings = 4, .box = {0.25f, 0.5f, 0.125f, 0.375f}};
  who.colour = Colour::kRed;
  who.gait = Gait::kWalks;
  who.came_from = Side::kLeft;
  who.velocity = {0.5f, 0};
  who.since = at - 2s;
  Occurrence enters{.what = Occurrence::What::kEnters, .at = at, .actor = 3, .side = Side::kLeft};
  enters.place = {0.25f, 0.5f};
  enters.who = who;
  return {.frame_id = 12, .at = at, .watched_for = 4.5, .names_things = true, .actors = {who}, .events = {enters}};
}

json::value parsed(const Facts& facts) { return json::parse(http::facts_json(facts, facts.events)); }

TEST(FactsJson, TellsWhoAndWhat) {
  const Facts facts = street();
  const auto all = parsed(facts);
  EXPECT_EQ(all.at("frame_id"), 12);
  EXPECT_NEAR(all.at("at").to_number<double>(), unix_seconds(facts.at), 0.01);
  EXPECT_EQ(all.at("picture"), "normal");
  EXPECT_EQ(all.at("names_things"), true);
  const auto& who = all.at("actors").at(0);
  EXPECT_EQ(who.at("id"), 3);
  EXPECT_EQ(who.at("kind"), "person");
  EXPECT_EQ(who.at("family"), "person");
  EXPECT_DOUBLE_EQ(who.at("certainty").to_number<double>(), 0.931);
  EXPECT_EQ(json::serialize(who.at("box")), "[2.5E-1,5E-1,1.25E-1,3.75E-1]");
  EXPECT_EQ(who.at("colour"), "red");
  EXPECT_EQ(who.at("gait"), "walks");
  EXPECT_EQ(who.at("came_from"), "left");
  EXPECT_TRUE(who.at("rides").is_null());
  const auto& event = all.at("events").at(0);
  EXPECT_EQ(event.at("what"), "enters");
  EXPECT_EQ(event.at("actor"), 3);
  EXPECT_EQ(event.at("kind"), "person");
  EXPECT_EQ(event.at("side"), "left");
}

TEST(FactsJson, OfThePictureAsAWholeNamesNobody) {
  Facts facts = street();
  facts.events = {{.what = Occurrence::What::kCut, .at = facts.at}};
  const auto event = parsed(facts).at("events").at(0);
  EXPECT_TRUE(event.at("actor").is_null());
  EXPECT_TRUE(event.at("kind").is_null());
  EXPECT_TRUE(event.at("place").is_null());
  EXPECT_TRUE(event.at("side").is_null());
}

TEST(FactsJson, HasFiniteNumbersOnly) {
  Facts facts = street();
  Actor& who = facts.actors[0];
  const auto nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
  who.box = {nan, infinite, -infinite, nan};
  who.velocity = {nan, infinite};
  who.certainty = nan;
  who.still_for = facts.watched_for = facts.picture_for = HUGE_VAL;
  facts.events[0].place = {nan, nan};
  const auto all = parsed(facts);
  EXPECT_EQ(json::serialize(all.at("actors").at(0).at("box")), "[0,0,0,0]");
  EXPECT_EQ(all.at("actors").at(0).at("certainty"), 0);
  EXPECT_EQ(all.at("watched_for_s"), 0);
  EXPECT_EQ(json::serialize(all.at("events").at(0).at("place")), "[0,0]");
}

int told_in_ten_seconds(Duration step) {
  http::FactsWriter writer;
  int told = 0;
  const TimePoint begin = Clock::now();
  for (Duration t{}; t < 10s; t += step) told += writer.json(street(begin + t)).has_value();
  return told;
}

TEST(FactsWriter, TellsFiveASecondAtMost) {
  EXPECT_EQ(told_in_ten_seconds(500ms), 20);
  EXPECT_EQ(told_in_ten_seconds(200ms), 50);
  EXPECT_NEAR(told_in_ten_seconds(198ms), 50, 1);
  EXPECT_NEAR(told_in_ten_seconds(100ms), 50, 1);
  EXPECT_NEAR(told_in_ten_seconds(16ms), 50, 2);
}

TEST(FactsWriter, TellsWhatHappenedMeanwhileWithTheNext) {
  http::FactsWriter writer;
  const TimePoint begin = Clock::now();
  EXPECT_TRUE(writer.json(street(begin)));
  EXPECT_FALSE(writer.json(street(begin + 50ms)));
  EXPECT_FALSE(writer.json(street(begin + 100ms)));
  const auto next = json::parse(writer.json(street(begin + 200ms)).value());
  EXPECT_EQ(next.at("events").as_array().size(), 3u);
}

TEST(FactsWriter, KeepsABoundedNumberOfThem) {
  http::FactsWriter writer;
  Facts facts = street();
  EXPECT_TRUE(writer.json(facts));
  facts.events.assign(1000, facts.events[0]);
  facts.at += 1s;
  EXPECT_EQ(json::parse(writer.json(facts).value()).at("events").as_array().size(), http::FactsWriter::kMostEvents);
}

TEST(FactsWish, IsAskedForInWords) {
  const auto asks = [](std::string_view target) {
    http::Request request;
    EXPECT_TRUE(http::parse_target(target, request));
    return http::wants_facts(request);
  };
  EXPECT_TRUE(asks("/api/stream?facts=1"));
  EXPECT_TRUE(asks("/api/stream?last_event_id=3&facts=true"));
  for (const char* target : {"/api/stream", "/api/stream?facts=0", "/api/stream?facts=false", "/api/stream?facts"})
    EXPECT_FALSE(asks(target)) << target;
  EXPECT_EQ(http::parse_live_wish(R"({"facts":true})")->facts, true);
  EXPECT_EQ(http::parse_live_wish(R"({"audio":true})")->facts, std::nullopt);
  EXPECT_THAT(http::parse_live_wish(R"({"facts":1})").error(), HasSubstr("\"facts\""));
}

// The next live message of that event.
json::value next(Client& client, const char* name) {
  for (;;) {
    auto message = json::parse(client.read_payload(kTextFrame));
    if (message.at("event") == name) return message.at("data");
    EXPECT_NE(message.at("event"), "piece");
  }
}

void push(Served& served, const Facts& facts) {
  served.on_loop([&](FakeShow& show) { show.feed.push(std::make_shared<Facts>(facts)); });
}

std::size_t readers(Served& served) {
  return served.on_loop([](FakeShow& show) { return show.feed.readers(); });
}

TEST(FactsRoute, AnswersWithTheNewest) {
  Served served;
  EXPECT_EQ(test::get(served.port(), "/api/facts").status, 404);
  push(served, street());
  const auto answer = test::get(served.port(), "/api/facts");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body).at("actors").at(0).at("kind"), "person");
}

TEST(FactsStream, IsForThoseWhoAsk) {
  Served served;
  Client plain(served.port());
  plain.get("/api/stream");
  plain.read_until("retry: 2000\n\n");
  EXPECT_EQ(readers(served), 0u);
  {
    Client client(served.port());
    client.get("/api/stream?facts=1");
    client.read_until("retry: 2000\n\n");
    EXPECT_EQ(readers(served), 1u);
    push(served, street());
    EXPECT_THAT(client.read_until("\n\n"), StartsWith("event: facts\ndata: {\"frame_id\":12,"));
  }
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.feed.readers() == 0; }));
}

TEST(FactsLive, IsForThoseWhoAskAndAsLongAsTheyDo) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kTextFrame);
  EXPECT_EQ(readers(served), 0u);
  client.send_frame(kTextFrame, R"({"facts": true})");
  ASSERT_TRUE(served.wait_for([](FakeShow& show) { return show.feed.readers() == 1; }));
  push(served, street());
  EXPECT_EQ(next(client, "facts").at("actors").at(0).at("id"), 3);
  client.send_frame(kTextFrame, R"({"facts": false})");
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.feed.readers() == 0; }));

  Client other(served.port());
  other.upgrade("/api/live?facts=1");
  other.read_payload(kTextFrame);
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.feed.readers() == 1; }));
}

TEST(FactsLive, BeginsWithWhatThePictureShows) {
  Served served;
  const TimePoint now = Clock::now();
  served.on_loop([&](FakeShow& show) { show.delay_now = 5s; });
  for (const Duration ago : {9s, 5s, 1s}) push(served, street(now - ago));
  Client client(served.port());
  client.upgrade("/api/live?facts=1");
  EXPECT_NEAR(next(client, "facts").at("at").to_number<double>(), unix_seconds(now - 5s), 0.1);
  EXPECT_NEAR(next(client, "facts").at("at").to_number<double>(), unix_seconds(now - 1s), 0.1);
}

TEST(FactsLive, SaysWhichPictureTheViewerSees) {
  Served served;
  const TimePoint first = Clock::now(), second = first + 40ms;
  Client video(served.port());
  served.on_loop([&](FakeShow& show) { show.pictures.push(test::make_picture(1, first)); });
  video.get("/api/mjpeg?viewer=anna0001");
  video.read_until("jpeg\r\n");
  Client page(served.port());
  page.upgrade("/api/live?viewer=anna0001&facts=1");
  EXPECT_NEAR(next(page, "picture").at("at").to_number<double>(), unix_seconds(first), 0.01);
  served.on_loop([&](FakeShow& show) { show.pictures.push(test::make_picture(2, second)); });
  EXPECT_NEAR(next(page, "picture").at("at").to_number<double>(), unix_seconds(second), 0.01);
}

}  // namespace
}  // namespace np
