// http:// addresses: MJPEG of every make, and servers that do everything wrong.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/asio_loop.hpp"
#include "base/format.hpp"
#include "media/web_servers.hpp"
#include "net/messages.hpp"
#include "noise_jpeg.hpp"
#include "servers/socket_server.hpp"
#include "source/source_supervisor.hpp"

namespace np::test {
namespace {

using ::testing::AnyOf;

constexpr const char* kCut = "multipart/x-mixed-replace; boundary=cut";

std::vector<string> ffmpeg_server(int port, const string& more, const string& muxer) {
  std::vector<string> out{
      "ffmpeg", "-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25"};
  for (std::size_t at = 0, end; at < more.size(); at = end + 1) {
    end = std::min(more.find(' ', at), more.size());
    out.push_back(more.substr(at, end - at));
  }
  for (const string& argument :
       {string("-f"), muxer, string("-listen"), string("1"), np::format("http://127.0.0.1:{}/feed", port)})
    out.push_back(argument);
  return out;
}

string part(string_view jpeg, string_view more = {}, string_view type = "image/jpeg") {
  return np::format("--cut\r\nContent-Type: {}\r\n{}\r\n{}\r\n", type, more, jpeg);
}

string sized_part(string_view jpeg) { return part(jpeg, np::format("Content-Length: {}\r\n", jpeg.size())); }

string head(string_view type) { return np::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\n\r\n", type); }

// Sends all of these, over and over, until nobody takes them.
ScriptedServer::Script camera(string answer_head, std::vector<string> pieces, Duration pause = milliseconds(20)) {
  return [=](const Asked&, Wire& wire) {
    if (!wire.send(answer_head)) return;
    for (std::size_t i = 0; wire.send(pieces[i % pieces.size()]); ++i) std::this_thread::sleep_for(pause);
  };
}

// Sends this once and says nothing more.
ScriptedServer::Script once(string answer) {
  return [=](const Asked&, Wire& wire) {
    wire.send(answer);
    wire.wait_closed();
  };
}

ScriptedServer::Script once_and_close(string answer) {
  return [=](const Asked&, Wire& wire) {
    wire.send(answer);
    wire.close();
  };
}

string text_of(const JpegPicture& picture) { return {picture.jpeg.begin(), picture.jpeg.end()}; }

// --- MJPEG

TEST(HttpMjpeg, FfmpegsOwnServer) {
  const int port = free_port();
  Program ffmpeg(ffmpeg_server(port, "-q:v 4", "mpjpeg"));
  ASSERT_TRUE(wait_listening(port));
  SourceRun run(np::format("http://127.0.0.1:{}/feed", port), {}, kAll);
  run.start();
  ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
  EXPECT_EQ(run.info->kind, "mjpeg");
  EXPECT_EQ(run.info->codec, "JPEG");
  EXPECT_EQ(run.info->width, 320);
  EXPECT_EQ(run.info->height, 240);
  EXPECT_TRUE(run.info->live);
  EXPECT_EQ(run.info->fps, 0);
  ASSERT_TRUE(run.wait([&] { return run.info->fps > 0; }, seconds(10)));
  EXPECT_NEAR(run.info->fps, 25, 10);  // ffmpeg hurries at first
  ASSERT_TRUE(wait_pictures(run, 50));
  const auto pictures = run.recorder.pictures();
  EXPECT_EQ(pictures[10].item->width, 320);
  EXPECT_LT(pictures[10].at - pictures[10].item->captured_at, milliseconds(200));
  EXPECT_GE(run.recorder.frames().size(), 8u);
  EXPECT_EQ(run.recorder.frames()[3].item->height, 240);
  EXPECT_GE(run.source().pulse().pictures, 50u);
  ffmpeg.stop();
  ASSERT_TRUE(run.wait_end());
  EXPECT_EQ(run.ended->kind(), ErrorKind::kUnavailable);
  EXPECT_THAT(run.ended->message(), says(messages::kSenderEnded));
}

TEST(HttpMjpeg, OfEveryMake) {
  const string jpeg = noise_jpeg(160, 120);
  struct Make {
    const char* name;
    string answer_head;
    string piece;
  };
  const string odd = np::format("--cut here\nContent-type: image/jpeg\n\n{}\n", jpeg);
  for (const Make& make :
       {Make{"with length", head(kCut), sized_part(jpeg)}, Make{"without length", head(kCut), part(jpeg)},
        Make{"wrong length", head(kCut), part(jpeg, "Content-Length: 999\r\n")},
        Make{"quoted boundary, LF only", head("Multipart/X-Mixed-Replace;boundary=\"cut here\""), odd},
        Make{"boundary with dashes", head("multipart/x-mixed-replace; boundary=--cut"), sized_part(jpeg)},
        Make{"no boundary", head("multipart/x-mixed-replace"), sized_part(jpeg)},
        Make{"as octets", head("application/octet-stream"), sized_part(jpeg)},
        Make{"no type", "HTTP/1.1 200 OK\r\n\r\n", sized_part(jpeg)},
        Make{"LF in the head too", "HTTP/1.0 200 OK\nContent-Type: multipart/x-mixed-replace; boundary=cut\n\n", odd},
        Make{"bare", head("image/jpeg"), jpeg}, Make{"bare as video", head("video/x-motion-jpeg"), jpeg},
        Make{"text between", head(kCut), part("wait", {}, "text/plain") + sized_part(jpeg)},
        Make{"garbage before", head(kCut) + "\r\n\xFF\xD8garbage\r\n", sized_part(jpeg)},
        Make{"half a picture between", head(kCut), part(jpeg.substr(0, jpeg.size() / 2)) + sized_part(jpeg)}}) {
    SCOPED_TRACE(make.name);
    ScriptedServer server(camera(make.answer_head, {make.piece}));
    SourceRun run(server.url() + "/video", {}, kAll);
    run.start();
    ASSERT_TRUE(run.wait_open()) << (run.ended ? run.ended->message() : "");
    EXPECT_EQ(run.info->kind, "mjpeg");
    EXPECT_EQ(run.info->width, 160);
    ASSERT_TRUE(wait_pictures(run, 20));
    for (const auto& picture : run.recorder.pictures()) ASSERT_TRUE(text_of(*picture.item) == jpeg);
    EXPECT_EQ(run.recorder.frames().at(0).item->width, 160);
    EXPECT_EQ(server.asked().size(), 1u) << "one GET and no other";
    EXPECT_EQ(server.asked()[0].method, "GET");
  }
}

TEST(HttpMjpeg, Chunked) {
  const string jpeg = noise_jpeg(160, 120);
  ScriptedServer server([&](const Asked&, Wire& wire) {
    wire.send(np::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\n\r\n", kCut));
    const string stream = sized_part(jpeg);
    for (std::size_t at = 0;; at = (at + 100) % stream.size()) {
      const string bytes = stream.substr(at, 100);
      if (!wire.send(np::format("{:x}\r\n{}\r\n", bytes.size(), bytes))) return;
      if (at + 100 >= stream.size()) at = stream.size() - 100;
      if (at == stream.size() - 100) std::this_thread::sleep_for(milliseconds(20));
    }
  });
  SourceRun run(server.url(), {}, kAll);
  run.start();
  ASSERT_TRUE(wait_pictures(run, 20)) << (run.ended ? run.ended->message() : "");
  EXPECT_TRUE(text_of(*run.recorder.pictures()[5].item) == jpeg);
}

TEST(HttpMjpeg, TellsThatItWasAnsweredAndWhenTheSizeChanges) {
  std::atomic<bool> large = false, speak = false;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    if (!wire.send(head(kCut))) return;
    while (!speak) std::this_thread::sleep_for(milliseconds(5));
    while (wire.send(sized_part(large ? noise_jpeg(320, 200) : noise_jpeg(160, 120))))
      std::this_thread::sleep_for(milliseconds(20));
  });
  SourceRun run(server.url(), {}, kAll);
  bool answered = false;
  int opened = 0;
  run.source().start({.on_answered = [&] { answered = true; },
                      .on_opened =
                          [&](const SourceInfo& i) {
                            run.info = i;
                            ++opened;
                          },
                      .on_ended = [&](const Error& e) { run.ended = e; }});
  ASSERT_TRUE(run.wait([&] { return answered; }, seconds(10)));
  EXPECT_FALSE(run.info);
  speak = true;
  ASSERT_TRUE(run.wait_open());
  large = true;
  ASSERT_TRUE(run.wait([&] { return run.info->width == 320; }, seconds(10)));
  EXPECT_EQ(run.info->height, 200);
  ASSERT_TRUE(run.wait([&] { return run.info->fps > 0; }, seconds(10)));
  EXPECT_LE(opened, 3);
  EXPECT_FALSE(run.ended);
}

TEST(HttpMjpeg, OnePictureIsNoStream) {
  const string jpeg = noise_jpeg();
  ScriptedServer server([&](const Asked&, Wire& wire) { wire.answer(200, "image/jpeg", jpeg); });
  const Error error = why_not(server.url() + "/snapshot.jpg");
  EXPECT_EQ(error.kind(), ErrorKind::kEnded);
  EXPECT_THAT(error.message(), says(messages::kOnePicture, server.url() + "/snapshot.jpg"));
}

TEST(HttpMjpeg, TheEndOfTheConnectionIsToldHoweverItComes) {
  const string jpeg = noise_jpeg();
  for (const string& answer_head :
       {head(kCut), "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\nContent-Type: " + string(kCut) + "\r\n\r\n"}) {
    ScriptedServer server(once_and_close(answer_head + sized_part(jpeg) + sized_part(jpeg) + "--cut\r\nConte"));
    const Error error = why_not(server.url());
    EXPECT_EQ(error.kind(), ErrorKind::kUnavailable);
    EXPECT_THAT(error.message(), says(messages::kSenderEnded));
  }
  ScriptedServer empty(once_and_close(head(kCut)));
  EXPECT_THAT(why_not(empty.url()).message(), says(messages::kSendsNoPicture));
  ScriptedServer broken(once_and_close(head(kCut) + part(jpeg.substr(0, 500))));
  EXPECT_THAT(why_not(broken.url()).message(), says(messages::kSendsNoPicture));
}

TEST(HttpMjpeg, TheSupervisorBringsItBack) {
  const string jpeg = noise_jpeg();
  ScriptedServer server([&](const Asked&, Wire& wire) {
    wire.send(head(kCut));
    for (int i = 0; i < 10 && wire.send(sized_part(jpeg)); ++i) std::this_thread::sleep_for(milliseconds(20));
    wire.close();
  });
  AsioLoop loop;
  std::thread driver([&] { loop.run(); });
  Recorder recorder;
  std::optional<SourceSupervisor> supervisor;
  std::atomic<bool> opened = false;
  loop.post([&] {
    supervisor.emplace(loop, recorder, SourceOptions{}, Recovery{.delay = milliseconds(100)}, nullptr, nullptr);
    supervisor->set_demand(kAll);
    supervisor->start(server.url() + "/video", false, [&](const auto& result) { opened = result.has_value(); });
  });
  for (const TimePoint until = Clock::now() + seconds(20); recorder.pictures().size() < 25 && Clock::now() < until;)
    std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(opened);
  EXPECT_GE(recorder.pictures().size(), 25u);
  EXPECT_GE(server.asked().size(), 3u);
  loop.post([&] {
    supervisor.reset();
    loop.stop();
  });
  driver.join();
}

TEST(HttpMjpeg, RedirectsAreFollowed) {
  const string jpeg = noise_jpeg();
  ScriptedServer server([&](const Asked& asked, Wire& wire) {
    if (asked.path != "/there") return wire.answer(302, "text/html", "<p>", "Location: /there\r\n");
    camera(head(kCut), {sized_part(jpeg)})(asked, wire);
  });
  SourceRun run(server.url() + "/here", {}, kAll);
  run.start();
  EXPECT_TRUE(wait_pictures(run, 3));
}

// --- Access

TEST(HttpAccess, BasicAndDigest) {
  const string jpeg = noise_jpeg();
  for (const auto& [challenge, right] :
       {std::pair{"Basic realm=\"cam\"", "Authorization: Basic bWU6czNjcmV0QA=="},
        {"Digest realm=\"cam\", nonce=\"n\", qop=\"auth\"", "Digest username=\"me\""}}) {
    SCOPED_TRACE(challenge);
    ScriptedServer server([&](const Asked& asked, Wire& wire) {
      if (asked.has(right)) return camera(head(kCut), {sized_part(jpeg)})(asked, wire);
      wire.answer(401, "text/html", "<p>Log in!", np::format("WWW-Authenticate: {}\r\n", challenge));
    });
    SourceRun run("http://me:s3cret%40@" + server.place() + "/video", {}, kAll);
    run.start();
    EXPECT_TRUE(wait_pictures(run, 3)) << (run.ended ? run.ended->message() : "");
    EXPECT_EQ(server.asked().size(), 2u);

    const Error none = why_not(server.url() + "/video");
    EXPECT_EQ(none.kind(), ErrorKind::kPermission);
    EXPECT_THAT(none.message(), says(messages::kPasswordWanted, server.url() + "/video"));
    EXPECT_EQ(server.asked().size(), 3u) << "one GET and no other";
    if (string_view(challenge).starts_with("Digest")) continue;
    const Error wrong = why_not("http://me:s3cret@" + server.place() + "/video");
    EXPECT_EQ(wrong.kind(), ErrorKind::kPermission);
    EXPECT_THAT(wrong.message(), says(messages::kPasswordRefused, server.url() + "/video"));
  }
}

TEST(HttpAccess, WhatTheStatusSays) {
  struct Case {
    int status;
    ErrorKind kind;
    const char* sentence;
  };
  for (const auto& [status, kind, sentence] : {Case{403, ErrorKind::kPermission, messages::kForbids},
                                               {404, ErrorKind::kNotFound, messages::kAddressNotFound},
                                               {410, ErrorKind::kNotFound, messages::kAddressNotFound},
                                               {418, ErrorKind::kInvalid, messages::kAnswersWithoutVideo},
                                               {302, ErrorKind::kInvalid, messages::kAnswersWithoutVideo},
                                               {204, ErrorKind::kUnavailable, messages::kSendsNoPicture},
                                               {500, ErrorKind::kUnavailable, messages::kCannotAnswerNow},
                                               {503, ErrorKind::kUnavailable, messages::kCannotAnswerNow}}) {
    SCOPED_TRACE(status);
    ScriptedServer server(
        [&](const Asked&, Wire& wire) { wire.answer(status, "text/html", status == 204 ? "" : "<html>no</html>"); });
    const Error error = why_not(np::format("http://{}/video.mjpg?key=s3cret", server.place()));
    EXPECT_EQ(error.kind(), kind);
    EXPECT_THAT(error.message(), says(sentence));
    EXPECT_EQ(server.asked().size(), 1u);
  }
}

TEST(HttpAccess, ALoginPageIsNoVideo) {
  const string page = "<!DOCTYPE html><html><body><form>Password: <input></form></body></html>";
  for (const char* type : {"text/html; charset=utf-8", "application/octet-stream"}) {
    ScriptedServer server([&](const Asked&, Wire& wire) { wire.answer(200, type, page); });
    const Error error = why_not(server.url());
    EXPECT_EQ(error.kind(), ErrorKind::kUnsupported);
    EXPECT_THAT(error.message(), says(messages::kIsWebPage));
    EXPECT_EQ(server.asked().size(), 1u);
  }
  ScriptedServer text([&](const Asked&, Wire& wire) { wire.answer(200, "text/plain", string(5000, 'a')); });
  EXPECT_THAT(why_not(text.url()).message(), says(messages::kIsNoVideo));
}

TEST(HttpAccess, Certificates) {
  const Identity identity = make_identity();
  const string jpeg = noise_jpeg();
  SocketServer server(
      [&](Peer& peer) {
        if (peer.read_request().empty() || !peer.send(head(kCut))) return;
        while (peer.send(sized_part(jpeg)) && !peer.wait_closed(milliseconds(20))) {
        }
      },
      &identity);
  const Error error = why_not(server.url("/video"));
  EXPECT_EQ(error.kind(), ErrorKind::kPermission);
  EXPECT_THAT(error.message(), says(messages::kPeerNotTrusted));

  const fs::path file = scratch() / "authority.pem";
  write_file(file, identity.certificate);
  setenv("SSL_CERT_FILE", file.c_str(), 1);
  SourceRun run(server.url("/video"), {}, kAll);
  run.start();
  EXPECT_TRUE(wait_pictures(run, 3)) << (run.ended ? run.ended->message() : "");
  unsetenv("SSL_CERT_FILE");
}

TEST(HttpAccess, NobodyThere) {
  const int port = free_port();
  const Error refused = why_not(np::format("http://me:s3cret@127.0.0.1:{}/video", port));
  EXPECT_EQ(refused.kind(), ErrorKind::kRefused);
  EXPECT_THAT(refused.message(), says(messages::kPeerRefusesConnection, np::format("127.0.0.1:{}", port)));
  const Error name = why_not("http://" + string(70, 'a') + ".invalid/video");
  EXPECT_EQ(name.kind(), ErrorKind::kNotFound);
  ScriptedServer closes([](const Asked&, Wire& wire) { wire.close(); });
  EXPECT_EQ(why_not(closes.url()).kind(), ErrorKind::kUnavailable);
  ScriptedServer ssh(once_and_close("SSH-2.0-OpenSSH_9.9\r\n"));
  EXPECT_EQ(why_not(ssh.url()).kind(), ErrorKind::kInvalid);
}

// --- Limits of time

ScriptedServer::Script trickle(string at_once, string slowly) {
  return [=](const Asked&, Wire& wire) {
    if (!wire.send(at_once)) return;
    for (std::size_t i = 0; wire.send(string_view(slowly).substr(i % slowly.size(), 1)); ++i)
      std::this_thread::sleep_for(milliseconds(5));
  };
}

TEST(HttpLimits, OpenTimeoutEndsWhatNeverBecomesAPicture) {
  const string jpeg = noise_jpeg();
  struct Case {
    const char* name;
    ScriptedServer::Script script;
  };
  for (const Case& c : {Case{"no answer", once("")},
                        {"half a head", once("HTTP/1.1 200 OK\r\nX: ")},
                        {"a head that trickles", trickle("HTTP/1.1 200 OK\r\n", "X-More: y\r\n")},
                        {"silence after the head", once(head(kCut))},
                        {"silence after the head of what is unknown", once(head("application/octet-stream"))},
                        {"silence in a picture", once(head(kCut) + part(jpeg.substr(0, 500)))},
                        {"a part's head that trickles", trickle(head(kCut) + "--cut\r\n", "X-More: y\r\n")},
                        {"a picture that trickles", trickle(head(kCut) + part(jpeg.substr(0, 700)), "x")},
                        {"text without a picture", camera(head(kCut), {part("wait", {}, "text/plain")})},
                        {"nothing but line breaks", trickle(head("video/mp4"), "\r\n")}}) {
    SCOPED_TRACE(c.name);
    ScriptedServer server(c.script);
    std::optional<Error> error;
    const Duration took = how_long([&] { error = why_not(server.url(), within(milliseconds(700))); });
    EXPECT_EQ(error->kind(), ErrorKind::kTimeout);
    EXPECT_THAT(error->message(),
                AnyOf(says(messages::kNoAnswerInTime, _, 0.7), says(messages::kNoPictureInTime, _, 0.7)));
    EXPECT_GT(took, milliseconds(650));
  }
}

TEST(HttpLimits, TheAnswerHasALimitOfItsOwn) {
  SourceOptions options = within(seconds(120));  // longer than the test waits
  options.answer_timeout = milliseconds(300);
  SocketServer no_handshake([](Peer& peer) { peer.wait_closed(); });
  ScriptedServer silent(once(""));
  for (const string& url : {np::format("https://127.0.0.1:{}/", no_handshake.port()), silent.url()}) {
    EXPECT_EQ(why_not(url, options).kind(), ErrorKind::kTimeout);
  }
  const string jpeg = noise_jpeg();
  ScriptedServer late([&](const Asked& asked, Wire& wire) {
    wire.send(head(kCut));
    std::this_thread::sleep_for(milliseconds(600));
    camera("", {sized_part(jpeg)})(asked, wire);
  });
  SourceRun run(late.url(), options, kAll);
  run.start();
  EXPECT_TRUE(wait_pictures(run, 3)) << "after the answer there is more time";
}

TEST(HttpLimits, AfterTheFirstPictureThereIsNoLimit) {
  const string jpeg = noise_jpeg();
  ScriptedServer server([&](const Asked&, Wire& wire) {
    wire.send(head(kCut) + sized_part(jpeg));
    std::this_thread::sleep_for(milliseconds(1200));
    wire.send(sized_part(jpeg));
    wire.wait_closed();
  });
  SourceRun run(server.url(), within(milliseconds(500)), kAll);
  run.start();
  EXPECT_TRUE(wait_pictures(run, 2));
  EXPECT_FALSE(run.ended);
}

TEST(HttpLimits, DestroyingIsPrompt) {
  const string jpeg = noise_jpeg(640, 480);
  SocketServer no_handshake([](Peer& peer) { peer.wait_closed(); });
  ScriptedServer silent(once("")), half(once(head(kCut) + jpeg.substr(0, 3000)));
  ScriptedServer busy(camera(head(kCut), {sized_part(jpeg)}, milliseconds(1)));
  for (const string& url :
       {np::format("https://127.0.0.1:{}/", no_handshake.port()), silent.url(), half.url(), busy.url()})
    for (const int after : {0, 3, 100}) {
      SCOPED_TRACE(np::format("{} after {} ms", url, after));
      SourceRun run(url, {}, kAll);
      run.start();
      std::this_thread::sleep_for(milliseconds(after));
      EXPECT_LT(how_long([&] { run.destroy(); }), kPrompt);
      run.loop.run_posted();
      EXPECT_FALSE(run.ended);
    }
}

// --- Limits of memory

long resident_kb() {
  std::ifstream status("/proc/self/status");
  for (string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6);
  return 0;
}

struct Hostile {
  std::optional<Error> error;
  long grown_kb = 0;
  std::size_t pictures = 0;
};

// What a run against this server costs; it is watched for so long, unless it ends before.
Hostile suffer(const ScriptedServer::Script& script, Duration how_long, Demand demand = kAll) {
  ScriptedServer server(script);
  SourceRun run(server.url(), within(seconds(20)), demand);
  run.recorder.keep_pixels = false;
  Hostile out;
  const long before = resident_kb();
  run.start();
  const TimePoint until = Clock::now() + how_long;
  while (!run.ended && Clock::now() < until) {
    run.wait([&] { return run.ended.has_value(); }, milliseconds(5));
    out.grown_kb = std::max(out.grown_kb, resident_kb() - before);
  }
  out.error = run.ended;
  out.pictures = run.source().pulse().pictures;
  if (run.ended) std::cout << run.ended->message() << "\n";
  std::cout << "grown by " << out.grown_kb / 1024 << " MB, " << out.pictures << " pictures\n";
  return out;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr long kMayGrowKb = 4096 * 1024;  // freed memory is kept, to find who still uses it
#else
constexpr long kMayGrowKb = 36 * 1024;  // with what curl, a decoder and their threads need
#endif

TEST(HttpMemory, HostileServersAreLeft) {
  const string jpeg = noise_jpeg();
  const string junk(100'000, 'x');
  const string begin = jpeg.substr(0, jpeg.find("\xFF\xDA") + 20);
  // Whatever runs for the first time takes its memory for good.
  ScriptedServer harmless(once_and_close(head(kCut) + sized_part(jpeg)));
  why_not(harmless.url());

  struct Case {
    const char* name;
    ScriptedServer::Script script;
    const char* sentence;
  };
  const Duration at_once{};
  for (const Case& c :
       {Case{"endless headers", camera("HTTP/1.1 200 OK\r\n", {"X: " + string(900, 'x') + "\r\n"}, at_once),
             messages::kHeadersTooLong},
        {"one endless header", camera("HTTP/1.1 200 OK\r\nX: ", {junk}, at_once), messages::kPeerSpeaksNoHttp},
        {"endless headers of a part", camera(head(kCut) + "--cut\r\n", {"X: y\r\n"}, at_once),
         messages::kPartHeadWithoutEnd},
        {"a picture of 100 MB", camera(head(kCut) + part(begin, "Content-Length: 100000000\r\n"), {junk}, at_once),
         messages::kPictureTooLarge},
        {"a picture without an end", camera(head("image/jpeg") + begin, {junk}, at_once), messages::kPictureTooLarge},
        {"an endless boundary", camera(head(kCut) + "--", {junk}, at_once), messages::kNoPictureInThat},
        {"endless text", camera(head(kCut), {part(junk, {}, "text/plain")}, at_once), messages::kNoPictureInThat},
        {"pictures that all break off", camera(head("image/jpeg"), {begin + "xx"}, at_once),
         messages::kNoPictureInThat},
        {"an unknown beginning without an end", camera(head("video/mp4"), {string(1000, '\n')}, at_once),
         messages::kIsNoVideo}}) {
    SCOPED_TRACE(c.name);
    const Hostile run = suffer(c.script, seconds(20));
    ASSERT_TRUE(run.error);
    EXPECT_THAT(run.error->kind(), AnyOf(ErrorKind::kInvalid, ErrorKind::kUnsupported));
    EXPECT_THAT(run.error->message(), says(c.sentence));
    EXPECT_LE(run.grown_kb, kMayGrowKb);
  }
}

TEST(HttpMemory, HugePicturesAreNotPiledUp) {
  string jpeg = noise_jpeg();
  suffer(camera(head(kCut), {sized_part(jpeg)}), seconds(1), {.frames = true});  // what is taken once for good
  jpeg.insert(jpeg.size() - 2, string((15u << 20), 'x'));
  const string piece = sized_part(jpeg);
  const auto script = [&](const Asked&, Wire& wire) {
    wire.send(head(kCut));
    while (wire.send(piece)) {
    }
  };
  const Hostile run = suffer(script, seconds(4), {.frames = true});
  EXPECT_FALSE(run.error);
  EXPECT_GE(run.pictures, 5u);
  EXPECT_LE(run.grown_kb, kMayGrowKb);
}

}  // namespace
}  // namespace np::test
