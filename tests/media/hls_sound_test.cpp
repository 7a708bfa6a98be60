// HLS whose sound is in a playlist of its own: heard beside its pictures, as any other.
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "media/in_step.hpp"
#include "media/web_servers.hpp"
#include "source/leavable_thread.hpp"
#include "source/mpeg_time.hpp"

namespace np::test {
namespace {

constexpr Demand kSeen{.frames = true};

void sh(const string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("this failed: " + command);
}

// One flash and one beep a second, each second a little later in it: a second's shift is noticed. Eight of them.
const string kWhen = "between(mod(t+0.001,1),0.2+0.08*mod(floor(t+0.001),8),0.299+0.08*mod(floor(t+0.001),8))";
string input(int length_s) {
  return np::format(
      "-f lavfi -t {0} -i \"color=c=black:s=320x240:r=25,drawbox=c=white:t=fill:enable='{1}'\" "
      "-f lavfi -t {0} -i \"aevalsrc='0.5*sin(2*PI*1000*t)*{1}':s=44100\" "
      "-map 0:v -map 1:a -c:v libx264 -preset veryfast -bf 2 -g 25 -sc_threshold 0 -pix_fmt yuv420p -c:a aac",
      length_s, kWhen);
}
constexpr char kInTwo[] = "-f hls -var_stream_map 'v:0,agroup:a a:0,agroup:a,default:yes' -master_pl_name list.m3u8";

// A recording below /<name>/list.m3u8: v0.m3u8 has its pictures, v1.m3u8 its sound.
fs::path recording(const string& name, const string& more = "") {
  const fs::path folder = scratch() / name;
  if (fs::exists(folder / "list.m3u8")) return folder;
  fs::create_directories(folder);
  sh(np::format("cd '{}' && ffmpeg -nostdin -v error -y {} {} -hls_time 2 -hls_playlist_type vod {} v%v.m3u8",
                folder.string(), input(8), kInTwo, more));
  return folder;
}
const string kFmp4 = "-hls_segment_type fmp4 -hls_fmp4_init_filename init%v.mp4";

string id3_of(Duration time) {
  string frame("com.apple.streaming.transportStreamTimestamp\0", 45);
  const auto ticks = static_cast<std::uint64_t>(std::llround(to_seconds(time) * 90'000));
  for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(ticks >> shift);
  const auto size = [](std::size_t n) { return string{0, 0, 0, static_cast<char>(n)}; };
  return string("ID3\4\0\0", 6) + size(frame.size() + 10) + "PRIV" + size(frame.size()) + string(2, '\0') + frame;
}

// The same, its sound as bare AAC behind a tag with its time.
fs::path bare_recording() {
  const fs::path folder = recording("bare");
  string list = read_file(folder / "v1.m3u8");
  for (int i = 0; fs::exists(folder / np::format("v1{}.ts", i)); ++i) {
    const string piece = np::format("v1{}.ts", i);
    sh(np::format("cd '{}' && ffmpeg -nostdin -v error -y -i {} -c copy -f adts bare.aac", folder.string(), piece));
    const auto time = mpeg_time(read_file(folder / piece), true);
    if (!time) throw std::runtime_error("a piece without a time");
    write_file(folder / np::format("bare{}.aac", i), id3_of(*time) + read_file(folder / "bare.aac"));
    if (const auto at = list.find(piece); at != string::npos)
      list.replace(at, piece.size(), np::format("bare{}.aac", i));
  }
  write_file(folder / "v1.m3u8", list);
  return folder;
}

// Two recordings one after the other, the second by another clock.
fs::path joined_recording() {
  const fs::path folder = recording("joined");
  recording("joined/later", "-output_ts_offset 500");
  for (const char* name : {"v0.m3u8", "v1.m3u8"}) {
    string first = read_file(folder / name), second = read_file(folder / "later" / name);
    if (first.contains("DISCONTINUITY")) continue;
    first.resize(first.find("#EXT-X-ENDLIST"));
    second.erase(0, second.find("#EXTINF"));
    for (auto at = second.find(",\nv"); at != string::npos; at = second.find(",\nv", at + 3))
      second.insert(at + 2, "later/");
    write_file(folder / name, first + "#EXT-X-DISCONTINUITY\n" + second);
  }
  return folder;
}

// Many run side by side here, and the machine may be busy with others.
SourceOptions patient() {
  SourceOptions options = every_picture();
  options.open_timeout = seconds(60);
  return options;
}

ScriptedServer::Script files_of(const fs::path& folder) {
  return [folder](const Asked& asked, Wire& wire) {
    const fs::path path = folder / asked.path.substr(1);
    if (!fs::is_regular_file(path)) return wire.answer(404, "text/plain", "no");
    wire.answer(200, "application/octet-stream", read_file(path));
  };
}

TEST(HlsSound, OfEachKindIsBesideItsPicturesLapAfterLap) {
  recording("ts");
  recording("fmp4", kFmp4);
  bare_recording();
  joined_recording();
  ScriptedServer server(files_of(scratch()));
  std::map<string, std::unique_ptr<SourceRun>> runs;
  for (const string name : {"ts", "fmp4", "bare", "joined"})
    runs[name] = std::make_unique<SourceRun>(np::format("{}/{}/list.m3u8", server.url(), name), patient(), kSound);
  for (const auto& [name, run] : runs) run->start();
  for (const auto& [name, run] : runs) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(run->wait([&] { return run->ended || seen(*run).size() >= 18; }, seconds(60)));
    ASSERT_FALSE(run->ended) << run->ended->message();
    EXPECT_EQ(run->info->sound, "MPEG-4 AAC");
    // What begins in the middle of a second is not asked for, nor where a lap or another clock does.
    expect_in_step(*run, 14);
  }
}

TEST(HlsSound, IsFetchedForNobodyElse) {
  recording("ts");
  ScriptedServer server(files_of(scratch()));
  SourceRun run(server.url() + "/ts/list.m3u8", patient(), kSeen);
  run.start();
  ASSERT_TRUE(run.wait_open());
  EXPECT_EQ(run.info->sound, "MPEG-4 AAC");
  ASSERT_TRUE(run.wait([&] { return seen(run).size() >= 3; }, seconds(20)));
  EXPECT_THAT(server.asked("/ts/v1.m3u8"), ::testing::IsEmpty());
  run.source().set_demand(kSound);
  const std::size_t before = seen(run).size();
  ASSERT_TRUE(run.wait([&] { return seen(run).size() >= before + 5; }, seconds(20)));
  expect_in_step(run, 3);
  run.source().set_demand(kSeen);
  const std::size_t asked = server.asked("/ts/v1.m3u8").size();
  const std::size_t then = seen(run).size();
  ASSERT_TRUE(run.wait([&] { return seen(run).size() >= then + 10; }, seconds(30))) << "more than a lap";
  EXPECT_LE(server.asked("/ts/v1.m3u8").size(), asked);
}

TEST(HlsSound, OfALivePlaylist) {
  for (const string kind : {"", kFmp4.c_str()}) {
    SCOPED_TRACE(kind);
    const fs::path folder = scratch() / (kind.empty() ? "live-ts" : "live-fmp4");
    fs::create_directories(folder);
    string command = np::format(
        "cd '{}' && exec ffmpeg -nostdin -v error {} {} -hls_time 1 -hls_list_size 5 -hls_flags delete_segments {} "
        "v%v.m3u8",
        folder.string(), input(600), kInTwo, kind);
    for (auto at = command.find("-f lavfi"); at != string::npos; at = command.find("-f lavfi", at + 5))
      command.insert(at, "-re ");
    Program ffmpeg({"sh", "-c", command});
    for (int i = 0; i < 600 && !fs::exists(folder / (kind.empty() ? "v13.ts" : "v13.m4s")); ++i)
      std::this_thread::sleep_for(milliseconds(50));
    ScriptedServer server(files_of(folder));
    SourceRun run(server.url() + "/list.m3u8", patient(), kSound);
    run.start();
    ASSERT_TRUE(run.wait([&] { return run.ended || seen(run).size() >= 8; }, seconds(60)));
    ASSERT_FALSE(run.ended) << run.ended->message();
    expect_in_step(run, 5);
  }
}

TEST(HlsSound, ThatIsMissingKeepsNothingUp) {
  recording("ts");
  for (const string gone : {"v1.m3u8", "v10.ts", "v12.ts"}) {
    SCOPED_TRACE(gone);
    ScriptedServer server([files = files_of(scratch()), gone](const Asked& asked, Wire& wire) {
      if (asked.path.ends_with("/" + gone)) return wire.answer(404, "text/plain", "no");
      files(asked, wire);
    });
    SourceOptions options = patient();
    options.loop = false;
    SourceRun run(server.url() + "/ts/list.m3u8", options, kSound);
    run.start();
    ASSERT_TRUE(run.wait_end(seconds(30)));
    EXPECT_EQ(run.ended->kind(), ErrorKind::kEnded) << run.ended->message();
    EXPECT_GE(run.recorder.frames().size(), 190u);
    if (gone == "v1.m3u8")
      EXPECT_THAT(run.recorder.sounds(), ::testing::IsEmpty());
    else
      expect_in_step(run, 4);
    EXPECT_LT(server.asked().size(), 40u);
  }
}

TEST(HlsSound, AServerThatNeverAnswersForItKeepsNothingUp) {
  recording("ts");
  ScriptedServer server([files = files_of(scratch())](const Asked& asked, Wire& wire) {
    if (asked.path.ends_with("/v1.m3u8")) return wire.wait_closed();
    files(asked, wire);
  });
  SourceRun run(server.url() + "/ts/list.m3u8", patient(), kSound);
  run.start();
  ASSERT_TRUE(run.wait([&] { return seen(run).size() >= 4; }, seconds(20)));
  run.destroy();
  EXPECT_EQ(LeavableThread::left_behind(), 0);
}

}  // namespace
}  // namespace np::test
