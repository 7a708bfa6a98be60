// POST /api/playback, and how a file plays as JSON.
#include "http/api/playback.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "base/manual_loop.hpp"
#include "http/api/api.hpp"
#include "http/api/wire.hpp"
#include "http/messages.hpp"
#include "messages.hpp"
#include "unit/http/fake_show.hpp"

namespace np::http {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::says;
using ::testing::AnyOf;
using ::testing::Eq;

class PlaybackTest : public ::testing::Test {
 protected:
  Response ask(Endpoint endpoint, std::string body = {}) {
    std::optional<Response> answer;
    api.answer(endpoint, {.method = "POST", .body = std::move(body)}, [&](Response r) { answer = std::move(r); });
    return answer.value_or(Response{});
  }
  std::string detail(const std::string& body, int status) {
    const Response answer = ask(Endpoint::kPlayback, body);
    EXPECT_EQ(answer.status, status) << body;
    return std::string(json::parse(answer.body).at("detail").as_string());
  }

  ManualLoop loop;
  test::FakeHouse house;
  test::FakeShow show{loop};
  Audience audience;
  Api api{house, show, audience};
};

TEST_F(PlaybackTest, TheStatusTellsOfAFile) {
  EXPECT_TRUE(json::parse(ask(Endpoint::kStatus).body).at("playback").is_null()) << "cameras have none";
  show.now.playback = {.position = 42.5, .length = 79.5, .paused = true, .seekable = true, .lap = 3};
  EXPECT_EQ(json::parse(ask(Endpoint::kStatus).body).at("playback"),
            json::parse(R"({"kind":"file","position":42.5,"length":79.5,"paused":true,"loop":true,"ended":false,
                            "seekable":true,"lap":3})"));
  show.now.playback->length.reset();
  EXPECT_TRUE(json::parse(ask(Endpoint::kStatus).body).at("playback").at("length").is_null());
}

TEST_F(PlaybackTest, TakesWhatIsGivenAndAnswersHowItPlays) {
  show.now.playback = {.length = 60, .seekable = true};
  const json::value answer = json::parse(ask(Endpoint::kPlayback, R"({"position": 12.25, "paused": true})").body);
  EXPECT_EQ(answer.at("status"), "ok");
  EXPECT_EQ(answer.at("playback").at("position"), 12.25);
  EXPECT_EQ(show.wished.position, 12250ms);
  EXPECT_EQ(show.wished.paused, true);
  EXPECT_FALSE(show.wished.loop);
  ask(Endpoint::kPlayback, R"({"loop": false, "paused": null, "position": null})");
  EXPECT_EQ(show.wished.loop, false);
  EXPECT_EQ(show.wished.position, 12250ms);
  ask(Endpoint::kPlayback, R"({"position": 1e300})");
  EXPECT_GT(*show.wished.position, 24h * 365) << "the source knows its end";
}

TEST_F(PlaybackTest, RefusesWhatIsNoWish) {
  show.now.playback = {.length = 60, .seekable = true};
  EXPECT_THAT(detail("{}", 422), says(messages::kNoPlaybackWish));
  EXPECT_THAT(detail(R"({"paused": null})", 422), says(messages::kNoPlaybackWish));
  EXPECT_THAT(detail(R"({"paused": 1})", 422), says(messages::kFieldIsNoFlag, "paused", "a number"));
  EXPECT_THAT(detail(R"({"position": "3"})", 422), says(messages::kFieldIsNoNumber, "position", "a text"));
  EXPECT_THAT(detail(R"({"position": -0.5})", 422), says(messages::kPositionForm));
  EXPECT_THAT(detail(R"({"position": NaN})", 422), says(messages::kNoValidJson));
  EXPECT_EQ(ask(Endpoint::kPlayback, R"({"position": 1e999})").status, 422);
  EXPECT_TRUE(show.wished.empty());
}

TEST_F(PlaybackTest, WhereThereIsNoFileItIsAConflict) { EXPECT_EQ(detail(R"({"paused": true})", 409), test::kNoFile); }

TEST_F(PlaybackTest, TheEventSaysWhenAndWhetherItJumped) {
  const Event event{7, loop.now(),
                    PlaybackChanged{.position = 3s, .length = 10s, .lap = 2, .jumped = true, .at = loop.now()}};
  const json::value live = json::parse(live_text(event));
  EXPECT_EQ(live.at("event"), "playback");
  EXPECT_EQ(live.at("id"), 7);
  EXPECT_EQ(live.at("data").at("position"), 3);
  EXPECT_EQ(live.at("data").at("lap"), 2);
  EXPECT_TRUE(live.at("data").at("jumped").as_bool());
  EXPECT_TRUE(live.at("data").at("at").is_number());
  SseWriter writer(Role::kController);
  EXPECT_THAT(writer.text(event), ::testing::HasSubstr("event: playback\ndata: {\"kind\":\"file\""));
}

}  // namespace
}  // namespace np::http
