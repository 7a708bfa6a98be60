#include "source/site_video.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace np {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

const system_clock::time_point kNow{seconds(1'800'000'000)};

TEST(SiteVideos, OwnHostsAreNoSites) {
  for (const char* page : {"http://192.168.1.5/login", "http://[fd00::1]/", "http://camera/", "http://cam.local/x"})
    EXPECT_FALSE(may_be_site(page)) << page;
  EXPECT_TRUE(may_be_site("https://www.example.org/watch?v=1"));
}

TEST(SiteVideos, AreWhatTheProgramsSay) {
  const auto video = video_in(R"({"id":"x","url":"https://cdn.example/hls/expire/1/list.m3u8","formats":[{}]})");
  ASSERT_TRUE(video);
  EXPECT_EQ(video->address, "https://cdn.example/hls/expire/1/list.m3u8");
  EXPECT_EQ(video->expires, std::nullopt) << "no time of our days";
  for (const char* said : {"", "nonsense", "{}", "[]", "null", R"({"url":7})", R"({"url":"file:///etc/passwd"})",
                           R"({"url":"https:///x"})", R"({"url":"rtmp://x/y"})", "{\"url\":\"https://x/\""})
    EXPECT_FALSE(video_in(said)) << said;
  EXPECT_FALSE(video_in(std::string(100'000, '['))) << "deeply nested";
}

TEST(SiteVideos, TheEndOfAnAddressStandsInIt) {
  const auto at = [](const char* address) { return expiry_of(address, kNow); };
  const system_clock::time_point later{seconds(1'800'021'600)};
  EXPECT_EQ(at("https://m.example/api/manifest/hls_playlist/expire/1800021600/ei/x/playlist/index.m3u8"), later);
  EXPECT_EQ(at("https://r.example/videoplayback?ip=1&expire=1800021600&id=2"), later);
  EXPECT_EQ(at("https://r.example/a.m3u8?Expires=1800021600"), later);
  EXPECT_EQ(at("https://r.example/a.m3u8?expires=tomorrow"), std::nullopt);
  EXPECT_EQ(at("https://r.example/a.m3u8?exp=18000216000"), std::nullopt);
  EXPECT_EQ(at("https://r.example/a.m3u8?exp=1900021600"), std::nullopt) << "years ahead";
  EXPECT_EQ(at("https://r.example/a.m3u8?e=1799999999"), std::nullopt) << "it is over, and yet it was given";
  EXPECT_EQ(at("https://r.example/expire"), std::nullopt);
  EXPECT_EQ(at("https://r.example/"), std::nullopt);
}

TEST(ChildPrograms, SayWhatTheySay) {
  ChildProgram program;
  const auto answer = program.run({"sh", "-c", "echo out; echo err >&2; exit 3"}, seconds(30), 100);
  EXPECT_EQ(answer.status, 3);
  EXPECT_EQ(answer.output, "out\n");
  EXPECT_EQ(answer.errors, "err\n");
}

TEST(ChildPrograms, HaveNoneOfOurSecrets) {
  ::setenv("API_TOKEN", "hidden", 1);
  ChildProgram program;
  EXPECT_THAT(program.run({"env"}, seconds(30), 100'000).output, testing::Not(testing::HasSubstr("hidden")));
}

ErrorKind refused(ChildProgram& program, std::vector<std::string> words, Duration limit, std::size_t most) {
  try {
    (void)program.run(std::move(words), limit, most);
  } catch (const Error& e) {
    return e.kind();
  }
  return ErrorKind::kInternal;
}

TEST(ChildPrograms, AreBounded) {
  ChildProgram program;
  EXPECT_EQ(refused(program, {"no-such-program-here"}, seconds(30), 10), ErrorKind::kNotFound);
  EXPECT_EQ(refused(program, {"sh", "-c", "sleep 1000 & sleep 1000"}, milliseconds(50), 10), ErrorKind::kTimeout);
  EXPECT_EQ(refused(program, {"sh", "-c", "exec >&- 2>&-; sleep 1000"}, milliseconds(50), 10), ErrorKind::kTimeout);
  EXPECT_EQ(refused(program, {"sh", "-c", "yes"}, seconds(300), 1000), ErrorKind::kInvalid);
}

TEST(ChildPrograms, EndWhenTheyAreCancelled) {
  ChildProgram program;
  std::thread other([&] { program.cancel(); });
  EXPECT_EQ(refused(program, {"sleep", "1000"}, hours(1), 10), ErrorKind::kUnavailable);
  other.join();
}

TEST(ChildPrograms, AreLookedForOnThePath) {
  EXPECT_TRUE(ChildProgram::installed("sh"));
  EXPECT_FALSE(ChildProgram::installed("no-such-program-here"));
  EXPECT_FALSE(ChildProgram::installed(""));
}

}  // namespace
}  // namespace np
