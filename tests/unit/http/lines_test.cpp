#include "http/api/lines.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "http/api/api.hpp"
#include "http/messages.hpp"
#include "messages.hpp"
#include "record/messages.hpp"
#include "unit/http/fake_show.hpp"
#include "unit/record/kept.hpp"

namespace np::http {
namespace {

namespace json = boost::json;
using test::line;
using test::says;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LinesTest : public test::Kept {
 protected:
  void SetUp() override {
    open();
    house.lines = record.get();
  }

  Response ask(std::string method, std::string target, Role role = Role::kController) {
    Request request{.method = std::move(method), .role = role};
    EXPECT_TRUE(parse_target(target, request));
    const auto match = find_route(request.method, request.path);
    if (!match.route) return failure(404, "no route");
    std::optional<Response> answer;
    api.answer(match.route->endpoint, request, [&](Response r) { answer = std::move(r); });
    while (!answer && loop.wait_posted(std::chrono::seconds(10))) {
    }
    return answer.value_or(failure(500, "no answer"));
  }
  json::object get(std::string target, Role role = Role::kController) {
    const Response answer = ask("GET", std::move(target), role);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body).as_object();
  }
  std::vector<int> lines(const std::string& query) {
    std::vector<int> all;
    const auto page = get("/api/lines?" + query);
    for (const auto& l : page.at("lines").as_array()) all.push_back(l.at("id").to_number<int>());
    return all;
  }
  void expect_refused(std::string method, std::string target, int status, std::string_view sentence, auto... values) {
    const Response answer = ask(std::move(method), target);
    EXPECT_EQ(answer.status, status) << target;
    EXPECT_THAT(std::string(json::parse(answer.body).at("detail").as_string()), says(sentence, values...)) << target;
  }

  test::FakeHouse house;
  test::FakeShow show{loop};
  Audience audience;
  Api api{house, show, audience};
};

TEST_F(LinesTest, AreListedNewestFirst) {
  RecordEntry e = line(17, "A \"dog\" <b>runs</b>.", "/home/me/match.mp4");
  e.source_kind = "file";
  e.media_time = 42.3;
  record->add(e, test::frame(32, 18));
  add(18, "It barks.");
  const auto page = get("/api/lines");
  EXPECT_EQ(page.at("more"), false);
  const auto& all = page.at("lines").as_array();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].at("id"), 18);
  EXPECT_EQ(all[1],
            json::parse(R"({"id":17,"at":1763848359.5,"ended_at":1763848360.0,"media_time":42.3,"media_end":null,
                            "source":"/home/me/match.mp4","source_kind":"file","kind":"line",
                            "text":"A \"dog\" <b>runs</b>.","latency_s":0.5,"wrong":false,
                            "picture":"/api/lines/17/picture"})"));
}

TEST_F(LinesTest, ArePaged) {
  for (std::uint64_t id = 1; id <= 9; ++id) add(id, id % 2 ? "A dog runs." : "A cat sleeps.");
  EXPECT_THAT(lines("limit=2"), ElementsAre(9, 8));
  EXPECT_THAT(lines("limit=2&before=8"), ElementsAre(7, 6));
  EXPECT_THAT(lines("after=7"), ElementsAre(8, 9));
  EXPECT_THAT(lines("around=5&limit=3"), ElementsAre(6, 5, 4));
  EXPECT_THAT(lines("at=1763848347.4&limit=3"), ElementsAre(6, 5, 4));
  EXPECT_THAT(lines("from=1763848346&to=1763848349.5"), ElementsAre(6, 5, 4));
  EXPECT_THAT(lines("from=1763848350"), ElementsAre(9, 8));
  EXPECT_THAT(lines("to=1763848345&after=1&q=dog"), ElementsAre());
  EXPECT_THAT(lines("q=cat+sleep&limit=2"), ElementsAre(8, 6));
  EXPECT_THAT(lines("q=%22dog+sleeps%22"), IsEmpty());
  EXPECT_THAT(lines("q=%22&limit=1"), IsEmpty());
  EXPECT_THAT(lines("source=nowhere"), IsEmpty());
  EXPECT_THAT(lines("source=cam&limit=1"), ElementsAre(9));
  EXPECT_THAT(lines("source=&limit=1"), ElementsAre(9));
}

TEST_F(LinesTest, AreReadByThemselves) {
  RecordEntry e = line(17, "A dog.");
  e.instruction = "Watch the dog.";
  record->add(e, test::frame(320, 180));
  EXPECT_EQ(get("/api/lines/17").at("instruction"), "Watch the dog.");
  const Response picture = ask("GET", "/api/lines/17/picture");
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.content_type, "image/jpeg");
  EXPECT_TRUE(picture.body.starts_with("\xff\xd8"));
  using ::testing::Pair;
  EXPECT_THAT(picture.headers, ::testing::Contains(Pair("Cache-Control", ::testing::HasSubstr("immutable"))));
  for (const char* path : {"/api/lines/18", "/api/lines/99999999999999999999999", "/api/lines/0"})
    expect_refused("GET", path, 404, messages::kNoSuchLine);
  expect_refused("GET", "/api/lines/18/picture", 404, messages::kNoSuchPicture);
  expect_refused("GET", "/api/lines?around=18", 404, messages::kNoSuchLine);
}

TEST_F(LinesTest, AreMarked) {
  add(17);
  const Response marked = ask("PUT", "/api/lines/17/wrong");
  EXPECT_EQ(json::parse(marked.body), json::parse(R"({"status":"ok","id":17,"wrong":true})"));
  EXPECT_EQ(get("/api/lines/17").at("wrong"), true);
  EXPECT_EQ(ask("DELETE", "/api/lines/17/wrong").status, 200);
  EXPECT_EQ(get("/api/lines/17").at("wrong"), false);
  expect_refused("PUT", "/api/lines/18/wrong", 404, messages::kNoSuchLine);
}

TEST_F(LinesTest, AreToldWithoutFoldersToThoseWhoWatch) {
  RecordEntry note = line(1, "", "/home/me/match.mp4");
  note.kind = RecordEntry::Kind::kNote;
  record->add(note, nullptr);
  const auto read = [&](Role role) { return get("/api/lines", role).at("lines").as_array()[0].as_object(); };
  EXPECT_EQ(read(Role::kController).at("source"), "/home/me/match.mp4");
  EXPECT_THAT(std::string(read(Role::kController).at("text").as_string()),
              says(messages::kWatchedFromHere, "/home/me/match.mp4"));
  EXPECT_EQ(read(Role::kWatcher).at("source"), "match.mp4");
  EXPECT_THAT(std::string(read(Role::kWatcher).at("text").as_string()), says(messages::kWatchedFromHere, "match.mp4"));
  EXPECT_EQ(read(Role::kWatcher).at("kind"), "note");
  // And are found by the name that each is told.
  EXPECT_EQ(get("/api/lines?source=match.mp4", Role::kWatcher).at("lines").as_array().size(), 1u);
  EXPECT_EQ(get("/api/lines?source=/home/me/match.mp4", Role::kWatcher).at("lines").as_array().size(), 0u);
  EXPECT_EQ(get("/api/lines?source=/home/me/match.mp4").at("lines").as_array().size(), 1u);
}

TEST_F(LinesTest, RefuseWhatIsNoNumber) {
  for (const char* name : {"before", "after", "around"})
    for (const char* value : {"", "x", "-1", "1.5", "1x", "99999999999999999999999"})
      expect_refused("GET", std::string("/api/lines?") + name + "=" + value, 400, messages::kParameterIsNoId, name);
  for (const char* value : {"", "x", "nan", "inf", "-1", "1e300", "2026-11-29"})
    for (const char* name : {"at", "from", "to"})
      expect_refused("GET", std::string("/api/lines?") + name + "=" + value, 400, messages::kParameterIsNoMoment, name);
  for (const char* value : {"", "0", "501", "-5", "ten"})
    expect_refused("GET", std::string("/api/lines?limit=") + value, 400, messages::kLimitOfLines, 500);
}

TEST_F(LinesTest, SayWhyNothingIsKept) {
  open(0);
  house.lines = record.get();
  for (const char* path : {"/api/lines", "/api/lines/1", "/api/lines/1/picture"})
    expect_refused("GET", path, 404, messages::kRecordHasNoDays);
  expect_refused("PUT", "/api/lines/1/wrong", 404, messages::kRecordHasNoDays);
}

}  // namespace
}  // namespace np::http
