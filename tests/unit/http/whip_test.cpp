// Publishing by WHIP, as HTTP sees it: what the endpoint itself says is the house's.
#include "http/api/whip.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "base/manual_loop.hpp"
#include "http/messages.hpp"
#include "messages.hpp"
#include "unit/http/fake_show.hpp"

namespace np::http {
namespace {

using ::testing::Contains;
using ::testing::Pair;

class WhipTest : public ::testing::Test {
 protected:
  Response ask(Endpoint endpoint, Request request) {
    std::optional<Response> answer;
    answer_whip(endpoint, request, house, show, [&](Response r) { answer = std::move(r); });
    return answer.value();
  }
  Response publish(Fields query = {}, std::string body = "v=0\r\n", std::string type = "application/sdp") {
    return ask(Endpoint::kPublish, {.method = "POST",
                                    .path = "/api/whip",
                                    .query = std::move(query),
                                    .headers = {{"Content-Type", std::move(type)}, {"User-Agent", "Lavf/62"}},
                                    .body = std::move(body),
                                    .client = "10.0.0.7"});
  }
  Response patch(std::string if_match, std::string body = "a=x", std::string id = "17",
                 std::string type = "application/trickle-ice-sdpfrag") {
    return ask(Endpoint::kPublishMore,
               {.method = "PATCH",
                .path = "/api/whip/" + id,
                .headers = {{"Content-Type", std::move(type)}, {"If-Match", std::move(if_match)}},
                .body = std::move(body)});
  }
  static std::string sentence(const Response& response) {
    return std::string(boost::json::parse(response.body).at("detail").as_string());
  }

  ManualLoop loop;
  test::FakeHouse house;
  test::FakeShow show{loop};
};

TEST_F(WhipTest, APublicationIsCreatedAndWatchedWhereNothingIs) {
  show.now.capture_running = false;
  const Response answer = publish();
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.content_type, "application/sdp");
  EXPECT_EQ(answer.body, "v=0\r\n");
  for (const auto& [name, value] : Fields{{"Location", "/api/whip/17"},
                                          {"ETag", "\"5\""},
                                          {"Accept-Patch", "application/trickle-ice-sdpfrag"},
                                          {"Link", "<stun:a>; rel=\"ice-server\""}})
    EXPECT_THAT(answer.headers, Contains(Pair(name, value)));
  ASSERT_EQ(show.started.size(), 1U);
  EXPECT_EQ(show.started[0].source, "whip");
  EXPECT_TRUE(show.started[0].wait);
  EXPECT_FALSE(show.started[0].replace);
}

TEST_F(WhipTest, WhatIsWatchedGoesOnUnlessItIsToBeReplaced) {
  EXPECT_EQ(publish().status, 201);
  EXPECT_TRUE(show.started.empty());
  EXPECT_EQ(publish({{"replace", "true"}, {"instead", "16"}}).status, 201);
  ASSERT_EQ(show.started.size(), 1U);
  EXPECT_TRUE(show.started[0].replace);
  EXPECT_FALSE(show.started[0].wait) << "where no picture comes, all stays as it was";
  EXPECT_EQ(house.replaced, "16");
  EXPECT_EQ(house.publisher, "10.0.0.7 Lavf/62");
}

TEST_F(WhipTest, WhatIsRefusedStartsNothing) {
  show.now.capture_running = false;
  EXPECT_EQ(publish({}, "").status, 400);
  EXPECT_EQ(publish({}, "v=0", "application/json").status, 415);
  EXPECT_THAT(sentence(publish({}, "v=0", "")), test::says(messages::kBodyIsOtherType, "application/sdp"));
  house.now.publisher.state = "live";
  const Response taken = publish();
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(sentence(taken), test::kPlaceTaken);
  show.forbidden = "whip";
  EXPECT_EQ(publish().status, 403);
  EXPECT_TRUE(show.started.empty());
}

TEST_F(WhipTest, CandidatesThatComeLater) {
  EXPECT_EQ(patch("\"5\"").status, 204);
  EXPECT_EQ(patch("").status, 428);
  EXPECT_EQ(patch("\"6\"").status, 412);
  EXPECT_EQ(patch("\"5\"", "").status, 400);
  EXPECT_EQ(patch("\"5\"", "restart").status, 422);
  EXPECT_EQ(patch("\"5\"", "a=x", "18").status, 404);
  EXPECT_EQ(patch("\"5\"", "a=x", "17", "application/sdp").status, 415);
}

TEST_F(WhipTest, ThePublisherEndsIt) {
  EXPECT_EQ(ask(Endpoint::kPublishEnd, {.method = "DELETE", .path = "/api/whip/17"}).status, 200);
  EXPECT_EQ(ask(Endpoint::kPublishEnd, {.method = "DELETE", .path = "/api/whip/18"}).status, 404);
}

}  // namespace
}  // namespace np::http
