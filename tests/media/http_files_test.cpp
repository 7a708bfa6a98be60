// http:// addresses that are video files or playlists (HLS), with and without ranges.
#include <glib.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "media/web_servers.hpp"
#include "servers/socket_server.hpp"

namespace np::test {
namespace {

// Serves the files of a folder, whole or, where it is asked for and `ranges` is set, in part.
ScriptedServer::Script file_server(fs::path folder, bool ranges) {
  return [=](const Asked& asked, Wire& wire) {
    const fs::path path = folder / asked.path.substr(1, asked.path.find('?') - 1);
    const string ending = path.extension();
    const char* type = ending == ".m3u8"  ? "application/vnd.apple.mpegurl"
                       : ending == ".mp4" ? "video/mp4"
                       : ending == ".ts"  ? "video/mp2t"
                                          : "application/octet-stream";
    if (!fs::is_regular_file(path)) return wire.answer(404, "text/plain", "no");
    const string bytes = read_file(path);
    std::size_t first = 0, last = bytes.size() - 1;
    const auto range = asked.head.find("ange: bytes=");
    const bool partial = ranges && range != string::npos;
    if (partial) {
      char* end = nullptr;
      first = std::strtoul(asked.head.c_str() + range + 12, &end, 10);
      if (*end == '-' && std::isdigit(end[1])) last = std::min(last, std::strtoul(end + 1, nullptr, 10));
      if (first >= bytes.size()) return wire.answer(416, "text/plain", "no");
    }
    const string_view wanted = string_view(bytes).substr(first, last + 1 - first);
    string answer = np::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
                               partial ? "206 Partial Content" : "200 OK", type, wanted.size());
    if (ranges) answer += "Accept-Ranges: bytes\r\n";
    if (partial) answer += np::format("Content-Range: bytes {}-{}/{}\r\n", first, last, bytes.size());
    answer += "\r\n";
    if (asked.method == "HEAD") {
      wire.send(answer);
    } else {
      wire.send(answer);
      wire.send(wanted);
    }
  };
}

fs::path served(const Clip& c) {
  const fs::path made = clip(c), to = scratch() / c.name;
  if (!fs::exists(to)) fs::copy_file(made, to);
  return to;
}

const std::vector<Clip>& files() {
  static const std::vector<Clip> all{
      {.name = "front.mp4", .seconds = 2, .sound = true, .extra = "-movflags +faststart"},
      {.name = "back.mp4", .seconds = 2},
      {.name = "some.mkv", .seconds = 2, .sound = true},
      {.name = "some.webm", .seconds = 2, .video = "-c:v libvpx -deadline realtime"},
      {.name = "some.ts", .seconds = 2, .sound = true}};
  return all;
}

// All of them, side by side.
std::vector<std::unique_ptr<SourceRun>> play_files(const ScriptedServer& server) {
  std::vector<std::unique_ptr<SourceRun>> runs;
  for (const Clip& c : files()) {
    served(c);
    runs.push_back(std::make_unique<SourceRun>(server.url() + "/" + c.name, SourceOptions{}, kAll));
  }
  for (const auto& run : runs) run->start();
  return runs;
}

TEST(HttpFile, WithRangesItLoops) {
  ScriptedServer server(file_server(scratch(), true));
  const TimePoint begun = Clock::now();
  const auto runs = play_files(server);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    SourceRun& run = *runs[i];
    SCOPED_TRACE(files()[i].name);
    ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
    EXPECT_EQ(run.info->kind, "http");
    EXPECT_EQ(run.info->width, 320);
    EXPECT_FALSE(run.info->live);
    EXPECT_TRUE(wait_pictures(run, 110)) << pictures_of(run) << " " << (run.ended ? run.ended->message() : "");
    EXPECT_GT(Clock::now() - begun, seconds(4)) << "at its own speed";
  }
}

TEST(HttpFile, WithoutRangesItEnds) {
  ScriptedServer server(file_server(scratch(), false));
  const auto runs = play_files(server);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    SourceRun& run = *runs[i];
    SCOPED_TRACE(files()[i].name);
    ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
    ASSERT_TRUE(run.wait_end());
    EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded);
    EXPECT_GE(pictures_given_by(run), 45u);
  }
}

bool wait_playback(SourceRun& run) {
  return run.wait([&] { return run.source().playback().has_value(); }, seconds(20));
}

TEST(HttpFile, WithRangesItIsGoneThroughAsAFileIs) {
  ScriptedServer server(file_server(scratch(), true));
  const auto runs = play_files(server);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    SourceRun& run = *runs[i];
    SCOPED_TRACE(files()[i].name);
    ASSERT_TRUE(run.wait_open() && wait_playback(run));
    EXPECT_TRUE(run.source().playback()->seekable);
    // Of a transport stream it is an estimate that gets better with what has been read.
    const auto length = [&] { return to_seconds(run.source().playback()->length.value_or(seconds(0))); };
    EXPECT_TRUE(run.wait([&] { return std::abs(length() - 2) < 0.3; }, seconds(20))) << length();
    run.source().play({.paused = true, .position = milliseconds(1500)});
    ASSERT_TRUE(run.wait([&] { return run.recorder.jumps().size() == 1; }, seconds(20)))
        << (run.ended ? run.ended->message() : "");
    EXPECT_TRUE(run.source().playback()->paused);
    run.source().play({.paused = false});
    EXPECT_TRUE(run.wait([&] { return run.source().playback()->lap > 1; }, seconds(20)));
  }
}

TEST(HttpFile, WithoutRangesItCanBePausedAndNotGoneThrough) {
  ScriptedServer server(file_server(scratch(), false));
  SourceRun run(server.url() + "/" +
                    served({.name = "front.mp4", .seconds = 2, .sound = true, .extra = "-movflags +faststart"})
                        .filename()
                        .string(),
                {}, kAll);
  run.start();
  ASSERT_TRUE(run.wait_open() && wait_playback(run));
  EXPECT_FALSE(run.source().playback()->seekable);
  run.source().play({.paused = true});
  std::this_thread::sleep_for(milliseconds(200));
  const auto pictures = pictures_of(run);
  std::this_thread::sleep_for(milliseconds(500));
  EXPECT_EQ(pictures_of(run), pictures);
  run.source().play({.paused = false});
  EXPECT_TRUE(run.wait_end());
}

string make_playlist() {
  const fs::path folder = scratch() / "hls";
  if (!fs::exists(folder)) {
    fs::create_directories(folder);
    const string command = np::format(
        "ffmpeg -nostdin -v error -y -i '{}' -c copy -f hls -hls_time 1 -hls_playlist_type vod '{}/list.m3u8'",
        clip({.name = "long.mp4", .seconds = 6, .sound = true}).string(), folder.string());
    if (std::system(command.c_str()) != 0) ADD_FAILURE() << command;
  }
  return "/hls/list.m3u8";
}

TEST(HttpHls, ARecordingPlaysAtItsSpeedAndLoops) {
  ScriptedServer server(file_server(scratch(), true));
  SourceRun run(server.url() + make_playlist(), {}, kAll);
  run.start();
  ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
  EXPECT_EQ(run.info->kind, "http");
  EXPECT_EQ(run.info->codec, "H.264");
  EXPECT_EQ(run.info->width, 320);
  const TimePoint begun = Clock::now();
  EXPECT_TRUE(wait_pictures(run, 200, seconds(30)))
      << pictures_of(run) << " pictures; " << (run.ended ? run.ended->message() : "");
  EXPECT_GT(Clock::now() - begun, seconds(7));
}

TEST(HttpHls, ALivePlaylist) {
  const fs::path folder = scratch() / "live";
  fs::create_directories(folder);
  Program ffmpeg({"ffmpeg",
                  "-nostdin",
                  "-v",
                  "error",
                  "-re",
                  "-f",
                  "lavfi",
                  "-i",
                  "testsrc2=size=320x240:rate=25",
                  "-c:v",
                  "libx264",
                  "-preset",
                  "ultrafast",
                  "-g",
                  "25",
                  "-f",
                  "hls",
                  "-hls_time",
                  "1",
                  "-hls_list_size",
                  "5",
                  "-hls_flags",
                  "delete_segments",
                  (folder / "list.m3u8").string()});
  for (int i = 0; i < 200 && !fs::exists(folder / "list3.ts"); ++i) std::this_thread::sleep_for(milliseconds(50));
  ScriptedServer server(file_server(scratch(), true));
  SourceRun run(server.url() + "/live/list.m3u8", within(seconds(15)), kAll);
  run.start();
  ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
  const std::size_t at_first = pictures_of(run);
  EXPECT_TRUE(wait_pictures(run, at_first + 150, seconds(20)))
      << pictures_of(run) << " pictures; " << (run.ended ? run.ended->message() : "");
}

// What a packager and a server may get wrong: as many pictures as are there, and few questions.
TEST(HttpHls, MistakesOfItsMaker) {
  const string list = read_file(scratch() / make_playlist().substr(1));
  const auto replaced = [](string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    return text.replace(at, what.size(), by);
  };
  const string variant = "#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=320x240\nlist.m3u8\n";
  const std::map<string, string> made{
      {"/hls/gap.m3u8", replaced(list, "list2.ts", "nowhere.ts")},
      {"/hls/joint.m3u8",
       replaced(list, "#EXTINF:1.000000,\nlist3.ts", "#EXT-X-DISCONTINUITY\n#EXTINF:1.000000,\nlist0.ts")},
      {"/hls/marked.m3u8", "\xEF\xBB\xBF" + list},
      {"/hls/sound.m3u8",
       "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.2\"\nsound-list.m3u8\n" + variant},
      {"/hls/gone.m3u8",
       "#EXTM3U\n" + variant + "#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x480\ngone-list.m3u8\n"}};
  for (const auto& [path, text] : made) {
    SCOPED_TRACE(path);
    std::atomic<int> asked = 0;
    const auto files_of_it = file_server(scratch(), true);
    ScriptedServer server([&](const Asked& a, Wire& wire) {
      ++asked;
      if (const auto known = made.find(a.path); known != made.end())
        return wire.answer(200, "text/plain", known->second);
      files_of_it(a, wire);
    });
    SourceRun run(server.url() + path, {.loop = false}, kAll);
    run.start();
    ASSERT_TRUE(run.wait_end()) << pictures_of(run) << " pictures";
    EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded) << run.ended->message();
    EXPECT_GE(pictures_given_by(run), 120u);
    EXPECT_LT(asked, 15);
  }
}

// The second half was made with the phone held upright.
TEST(HttpHls, AClipThatIsTurnedInFlight) {
  const fs::path folder = scratch() / "turned";
  fs::create_directories(folder);
  const fs::path lying = clip({.name = "lying.mp4", .seconds = 2, .width = 320, .height = 180});
  string list = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n";
  for (const auto& [name, turn] : {std::pair{"before", 0}, {"after", 90}}) {
    const string command = np::format(
        "cd '{0}' && ffmpeg -nostdin -v error -y -display_rotation {3} -i '{1}' -c copy {2}.mp4 &&"
        " ffmpeg -nostdin -v error -y -i {2}.mp4 -c copy -f hls -hls_time 2 -hls_segment_type fmp4"
        " -hls_fmp4_init_filename {2}.init.mp4 -hls_segment_filename {2}%d.m4s {2}.m3u8",
        folder.string(), lying.string(), name, turn);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    list += np::format("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"{0}.init.mp4\"\n#EXTINF:2.0,\n{0}0.m4s\n", name);
  }
  write_file(folder / "list.m3u8", list + "#EXT-X-ENDLIST\n");
  ScriptedServer server(file_server(scratch(), true));
  SourceRun run(server.url() + "/turned/list.m3u8", {.loop = false}, kAll);
  run.start();
  ASSERT_TRUE(run.wait_end()) << pictures_of(run) << " pictures";
  EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded) << run.ended->message();
  EXPECT_GE(pictures_given_by(run), 90u);
  const auto frames = run.recorder.frames();
  EXPECT_NEAR(to_seconds(frames.back().at - frames.front().at), 3.9, 0.6) << "and at its own speed";
  EXPECT_EQ(frames.front().item->width, 320);
  EXPECT_EQ(frames.front().item->height, 180);
  EXPECT_EQ(frames.back().item->width, 180);
  EXPECT_EQ(frames.back().item->height, 320);
  EXPECT_EQ(run.info->height, 320);
}

TEST(HttpFile, OpensEveryTime) {
  make_playlist();
  for (const Clip& c : files()) served(c);
  ScriptedServer server(file_server(scratch(), true));
  for (const char* path : {"/front.mp4", "/back.mp4", "/some.mkv", "/some.ts", "/hls/list.m3u8"}) {
    Duration longest{};
    int failures = 0;
    for (int i = 0; i < 10; ++i) {
      SourceRun run(server.url() + path, within(seconds(5)), kAll);
      const TimePoint begun = Clock::now();
      run.start();
      const bool there = run.wait_open() && wait_pictures(run, 1);
      if (there) longest = std::max(longest, Clock::now() - begun);
      if (!there) std::cout << path << ", time " << i << ": " << (run.ended ? run.ended->message() : "nothing") << "\n";
      failures += !there;
    }
    EXPECT_EQ(failures, 0) << path;
    std::cout << path << ": the first picture after " << to_seconds(longest) << " s at most\n";
  }
}

TEST(HttpFile, DestroyingIsPrompt) {
  served(files()[0]);
  make_playlist();
  ScriptedServer server(file_server(scratch(), true));
  const auto destroyed = [&](const char* path, int after) {
    SourceRun run(server.url() + path, {}, kAll);
    run.start();
    run.wait([] { return false; }, milliseconds(after));
    return how_long([&] { run.destroy(); });
  };
  for (const int after : {0, 10, 30, 60, 100, 500})
    for (const char* path : {"/front.mp4", "/hls/list.m3u8"})
      EXPECT_LT(destroyed(path, after), kPrompt) << path << " after " << after << " ms";
}

TEST(HttpFile, BehindAPassword) {
  served(files()[0]);
  make_playlist();
  const ScriptedServer::Script files_of_it = file_server(scratch(), true);
  for (const auto& [challenge, right] : {std::pair{"Basic realm=\"x\"", "Authorization: Basic bWU6czNjcmV0QA=="},
                                         {"Digest realm=\"x\", nonce=\"n\", qop=\"auth\"", "Digest username=\"me\""}}) {
    ScriptedServer server([&](const Asked& asked, Wire& wire) {
      if (asked.has(right)) return files_of_it(asked, wire);
      wire.answer(401, "text/html", "<p>Log in!", np::format("WWW-Authenticate: {}\r\n", challenge));
    });
    for (const char* path : {"/front.mp4", "/hls/list.m3u8"}) {
      SCOPED_TRACE(np::format("{} {}", path, challenge));
      SourceRun run("http://me:s3cret%40@" + server.place() + path, {}, kAll);
      run.start();
      EXPECT_TRUE(wait_pictures(run, 10)) << (run.ended ? run.ended->message() : "");
    }
  }
}

TEST(HttpFile, PythonsOwnServer) {
  served(files()[0]);
  const int port = free_port();
  Program python(
      {"python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", scratch().string(), std::to_string(port)});
  ASSERT_TRUE(wait_listening(port));
  SourceRun run(np::format("http://127.0.0.1:{}/front.mp4", port), {}, kAll);
  run.start();
  ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
  ASSERT_TRUE(run.wait_end());
  EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded);
  EXPECT_GE(pictures_given_by(run), 45u);
  EXPECT_THAT(why_not(np::format("http://127.0.0.1:{}/", port)).message(), says(messages::kIsWebPage));
}

TEST(HttpFile, DemandFollowsIntoIt) {
  served(files()[0]);
  ScriptedServer server(file_server(scratch(), true));
  SourceRun run(server.url() + "/front.mp4");
  run.start();
  ASSERT_TRUE(run.wait_open());
  EXPECT_EQ(pictures_of(run), 0u);
  run.source().set_frame_rate(12.5);
  run.source().set_demand(kAll);
  ASSERT_TRUE(wait_pictures(run, 50));
  EXPECT_GE(pictures_given_by(run), 50u);
  EXPECT_NEAR(static_cast<double>(run.recorder.frames().size()), static_cast<double>(pictures_given_by(run)) / 2, 4);
}

// After a pause of the network pictures go on at their own speed, and none rushes by.
TEST(HttpFile, APauseOfTheServer) {
  served(files()[4]);
  const string bytes = read_file(scratch() / files()[4].name);
  ScriptedServer server([&](const Asked&, Wire& wire) {
    wire.send(np::format("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nContent-Length: {}\r\n\r\n", bytes.size()));
    wire.send(string_view(bytes).substr(0, bytes.size() / 3));
    std::this_thread::sleep_for(seconds(4));
    wire.send(string_view(bytes).substr(bytes.size() / 3));
  });
  SourceRun run(server.url() + "/some.ts", {}, kAll);
  run.start();
  ASSERT_TRUE(run.wait_end());
  const auto pictures = run.recorder.pictures();
  std::size_t after = 0;
  for (std::size_t i = 1; i < pictures.size(); ++i)
    if (pictures[i].at - pictures[i - 1].at > seconds(1)) after = i;
  ASSERT_GT(after, 0u) << "the pause is seen";
  ASSERT_GT(pictures.size(), after + 15);
  const Duration rest = pictures.back().at - pictures[after].at;
  EXPECT_NEAR(to_seconds(rest), 0.04 * static_cast<double>(pictures.size() - 1 - after), 0.3);
}

}  // namespace
}  // namespace np::test
