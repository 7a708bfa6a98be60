// Events, pictures and sound on a real socket.
#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

#include "base/format.hpp"
#include "http/messages.hpp"
#include "unit/http/client.hpp"
#include "unit/http/happenings.hpp"
#include "unit/http/served.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::FakeShow;
using test::make_picture;
using test::Served;
using ::testing::HasSubstr;

void append(Served& served, Happening what) {
  served.on_loop([&](FakeShow& show) { show.log.append(Clock::now(), what); });
}

TEST(EventStream, SendsWhatHappens) {
  Served served;
  Client client(served.port());
  client.get("/api/stream");
  EXPECT_EQ(client.read_head().headers.at("content-type"), "text/event-stream");
  EXPECT_EQ(client.read_until("\n\n"), "retry: 2000\n\n");
  append(served, test::grew("Hello\nyou"));
  append(served, test::said("Hello\nyou"));
  EXPECT_THAT(client.read_until("\n\n"), HasSubstr("\ndata: Hello\ndata: you\n\n"));
  EXPECT_THAT(client.read_until("\n\n"), HasSubstr("\nevent: cycle_end\ndata: {\"type\":\"cycle_end\",\"cycle\":1,"));
}

TEST(EventStream, ReplaysWhatWasMissed) {
  Served served;
  for (int i = 0; i < 5; ++i) append(served, test::grew(std::to_string(i), i));
  const auto last = served.on_loop([](FakeShow& show) { return show.log.last_id(); });
  const auto second = [&](std::string path, std::string more) {
    Client client(served.port());
    client.get(path, more);
    client.read_until("retry: 2000\n\n");
    return client.read_until("\n\n");
  };
  EXPECT_EQ(second("/api/stream", np::format("Last-Event-ID: {}\r\n", last - 2)),
            np::format("id: {}\ndata: 3\n\n", last - 1));
  EXPECT_EQ(second(np::format("/api/stream?last_event_id={}", last - 1), ""), np::format("id: {}\ndata: 4\n\n", last));
  EXPECT_EQ(second("/api/stream?last_event_id=1", ""), np::format("id: {}\ndata: 0\n\n", last - 4));
}

TEST(EventStream, IsKeptAlive) {
  ServerOptions options;
  options.limits.keepalive = 50ms;
  Served served(options);
  Client client(served.port());
  client.get("/api/stream");
  client.read_until("retry: 2000\n\n");
  EXPECT_EQ(client.read_until("\n\n"), ": keepalive\n\n");
  EXPECT_EQ(client.read_until("\n\n"), ": keepalive\n\n");
}

TEST(EventStream, NoticesThatItsClientIsGone) {
  Served served;
  Client client(served.port());
  client.get("/api/stream");
  client.read_head();
  EXPECT_EQ(served.on_loop([](FakeShow& show) { return show.log.readers(); }), 1u);
  client.close();
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
}

TEST(EventStream, ClosesAReaderThatIsTooSlow) {
  Served served;
  Client client(served.port(), false, 4096);
  client.get("/api/stream");
  client.read_head();
  // More than the kernel keeps for him and the log holds.
  for (int i = 0; i < 100; ++i)
    served.on_loop([](FakeShow& show) {
      for (int j = 0; j < 50; ++j) show.log.append(Clock::now(), test::said(std::string(2000, 'x')));
    });
  const auto got = client.read_rest();
  EXPECT_LT(got.size(), 9'000'000u);
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
}

// Reads parts of an MJPEG stream.
std::string read_part(Client& client) {
  const auto head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, ::testing::StartsWith("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: "));
  const auto length = std::stoul(head.substr(head.find("Length: ") + 8));
  auto jpeg = client.read(length);
  EXPECT_EQ(client.read(2), "\r\n");
  return jpeg;
}

void show_picture(Served& served, std::uint64_t id, std::size_t bytes = 1000) {
  served.on_loop([=](FakeShow& show) { show.pictures.push(make_picture(id, Clock::now(), bytes)); });
}

TEST(PictureStream, SendsEachPictureOnce) {
  Served served;
  show_picture(served, 1);
  Client client(served.port());
  client.get("/api/mjpeg");
  EXPECT_EQ(client.read_head().headers.at("content-type"), "multipart/x-mixed-replace; boundary=frame");
  EXPECT_EQ(read_part(client)[0], 'b');
  for (std::uint64_t id = 2; id < 12; ++id) {
    show_picture(served, id);
    // The boundary behind it comes with it: a browser shows it now.
    EXPECT_EQ(read_part(client)[0], static_cast<char>('a' + id));
  }
  EXPECT_EQ(client.read_until("\r\n"), "--frame\r\n");
}

TEST(PictureStream, IsBehindLiveByTheDelay) {
  Served served;
  const auto now = Clock::now();
  served.on_loop([=](FakeShow& show) {
    show.delay_now = 400ms;
    for (int i = 0; i < 26; ++i) show.pictures.push(make_picture(i, now - (25 - i) * 100ms));
  });
  Client client(served.port());
  client.get("/api/mjpeg");
  client.read_head();
  for (char last = 'a'; last < 'z';) {
    const auto picture = read_part(client)[0];
    EXPECT_GT(picture, last);
    last = picture;
    EXPECT_GE(Clock::now(), now - ('z' - picture) * 100ms + 400ms) << picture;
  }
}

TEST(PictureStream, CountsViewersOnce) {
  Served served;
  {
    Client first(served.port());
    Client second(served.port());
    first.get("/api/mjpeg");
    second.get("/api/mjpeg");
    first.read_head();
    second.read_head();
    EXPECT_EQ(served.on_loop([](FakeShow& show) { return show.came; }), 2);
    EXPECT_THAT(test::get(served.port(), "/api/status").body, HasSubstr("\"viewers\":2"));
  }
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.left == 2; }));
  EXPECT_EQ(served.on_loop([](FakeShow& show) { return show.came; }), 2);
}

TEST(PictureStream, WhoStopsReadingGoesOnAtTheNewestPicture) {
  Served served;
  Client stalled(served.port(), false, 16384);
  Client other(served.port());
  stalled.get("/api/mjpeg");
  other.get("/api/mjpeg");
  stalled.read_head();
  other.read_head();
  constexpr std::size_t kBytes = 200'000;
  std::uint64_t id = 0;
  std::vector<std::weak_ptr<const JpegPicture>> all;
  const auto began = Clock::now() - 10s;
  const auto push = [&] {
    ++id;
    served.on_loop([&](FakeShow& show) {
      auto picture = make_picture(id, began + id * 40ms, kBytes);
      all.push_back(picture);
      show.pictures.push(std::move(picture));
    });
    EXPECT_EQ(read_part(other)[0], static_cast<char>('a' + id % 26));  // is not disturbed
  };
  while (id < 25) push();
  // Nothing piles up for him: of the pictures that left the buffer only the one that is being written is kept.
  served.on_loop([](FakeShow& show) { show.pictures.clear(); });
  EXPECT_TRUE(served.wait_for(
      [&](FakeShow&) { return std::ranges::count_if(all, [](const auto& p) { return !p.expired(); }) <= 1; }));
  push();
  // What was on its way when he stopped, then the newest.
  int parts = 1;
  while (read_part(stalled)[0] != static_cast<char>('a' + id % 26)) ++parts;
  EXPECT_LE(parts, 6);
  push();
  EXPECT_EQ(read_part(stalled)[0], static_cast<char>('a' + id % 26));
}

TEST(PictureStream, ClosesAViewerThatNeverReadsAgain) {
  ServerOptions options;
  options.limits.viewer_stall = 300ms;
  Served served(options);
  Client stalled(served.port(), false, 4096);
  stalled.get("/api/mjpeg");
  stalled.read_head();
  show_picture(served, 1, 4'000'000);
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.left == 1; }));
}

std::string replay_of(TimePoint from, TimePoint to) {
  return np::format("/api/replay?from={:.3f}&to={:.3f}", unix_seconds(from), unix_seconds(to));
}

TEST(ReplayStream, SendsTheRangeAtItsPaceAndEnds) {
  Served served;
  const auto now = Clock::now();
  served.on_loop([=](FakeShow& show) {
    for (int i = 0; i < 26; ++i) show.pictures.push(make_picture(i, now - 10s + i * 20ms));
  });
  Client client(served.port());
  client.get(replay_of(now - 10s + 210ms, now - 10s + 410ms));
  const auto head = client.read_head();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-type"), "multipart/x-mixed-replace; boundary=frame");
  const auto began = Clock::now();
  for (char expected = 'a' + 10; expected <= 'a' + 20; ++expected) EXPECT_EQ(read_part(client)[0], expected);
  EXPECT_GE(Clock::now() - began, 150ms);
  EXPECT_EQ(client.read_rest(), "--frame--\r\n");
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.came == 1 && show.left == 1; }));
}

TEST(ReplayStream, NamesTheMomentOfEachPicture) {
  Served served;
  const auto at = Clock::now() - 5s;
  served.on_loop([=](FakeShow& show) { show.pictures.push(make_picture(1, at)); });
  Client client(served.port());
  client.get(replay_of(at, at + 1s));
  client.read_head();
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr(np::format("X-Timestamp: {:.6f}\r\n", unix_seconds(at))));
}

TEST(ReplayStream, OfWhatIsGoneThereIsNone) {
  Served served;
  const auto now = Clock::now();
  EXPECT_EQ(test::get(served.port(), replay_of(now - 9s, now - 8s)).status, 404);
  show_picture(served, 1);
  const auto gone = test::get(served.port(), replay_of(now - 9s, now - 8s));
  EXPECT_EQ(gone.status, 404);
  EXPECT_THAT(gone.body, HasSubstr(messages::kReplayGone));
  EXPECT_EQ(test::get(served.port(), "/api/replay?from=-1e308&to=1").status, 404);
  EXPECT_EQ(served.on_loop([](FakeShow& show) { return show.came; }), 0);
}

TEST(ReplayStream, WhatIsNoRangeIsRefused) {
  Served served;
  for (const char* query :
       {"", "?from=1", "?to=1", "?from=a&to=b", "?from=nan&to=inf", "?from=2&to=1", "?from=&to=", "?from=1x&to=2"}) {
    const auto refused = test::get(served.port(), std::string("/api/replay") + query);
    EXPECT_EQ(refused.status, 400) << query;
    EXPECT_THAT(refused.body, HasSubstr(messages::kReplayRange)) << query;
  }
}

TEST(ReplayStream, EndsWhereAnotherSourceBegins) {
  Served served;
  const auto now = Clock::now();
  served.on_loop([=](FakeShow& show) {
    for (int i = 0; i < 26; ++i) show.pictures.push(make_picture(i, now - 25s + i * 1s));
  });
  Client client(served.port());
  client.get(replay_of(now - 10s + 10ms, now));
  client.read_head();
  EXPECT_EQ(read_part(client)[0], 'a' + 15);
  served.on_loop([=](FakeShow& show) {
    show.pictures.clear();
    show.pictures.push(make_picture(3, now));
  });
  EXPECT_EQ(client.read_rest(), "--frame--\r\n");
}

TEST(ReplayStream, DisturbsNoViewer) {
  Served served;
  // Well before the range's end, which is told in whole milliseconds.
  served.on_loop([](FakeShow& show) { show.pictures.push(make_picture(1, Clock::now() - 100ms)); });
  Client viewer(served.port());
  viewer.get("/api/mjpeg");
  viewer.read_head();
  EXPECT_EQ(read_part(viewer)[0], 'b');
  Client again(served.port());
  const auto now = Clock::now();
  again.get(replay_of(now - 1s, now));
  again.read_head();
  EXPECT_EQ(read_part(again)[0], 'b');
  EXPECT_THAT(test::get(served.port(), "/api/status").body, HasSubstr("\"viewers\":1"));
  show_picture(served, 2);
  EXPECT_EQ(read_part(viewer)[0], 'c');
}

TEST(SoundStream, SendsSilenceAndSpeechInRealTime) {
  Served served;
  Client client(served.port());
  const auto asked = Clock::now();
  client.get("/api/audio-stream");
  const auto head = client.read_head();
  EXPECT_EQ(head.headers.at("x-audio-rate"), "48000");
  EXPECT_EQ(head.headers.at("x-audio-channels"), "1");
  EXPECT_EQ(head.headers.at("x-audio-format"), "s16le");
  EXPECT_EQ(head.headers.at("content-type"), "application/octet-stream");
  EXPECT_EQ(client.read(1920), std::string(1920, '\0'));
  EXPECT_THAT(test::get(served.port(), "/api/status").body, HasSubstr("\"listeners\":1"));
  served.on_loop([](FakeShow& show) {
    auto chunk = std::make_shared<PcmChunk>();
    chunk->samples.assign(24000, 0x0707);
    show.audio_stream->write(chunk);
  });
  std::size_t bytes = 1920;
  std::size_t spoken = 0;
  for (std::size_t now = 0; now > 0 || spoken == 0; spoken += now) {
    const auto block = client.read(1920);
    bytes += block.size();
    now = std::ranges::count(block, '\x07');
  }
  // A machine that stands still for a fifth of a second loses sound, and says so.
  const auto lost = served.on_loop([](FakeShow& show) { return show.audio_stream->dropped_blocks(); });
  EXPECT_LE(spoken, 48000u);
  EXPECT_GE(spoken + lost * 1920, 48000u);
  const auto played = samples_to_duration(bytes / 2);
  EXPECT_LE(played, Clock::now() - asked + 200ms);
  client.close();
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.audio_stream->listeners() == 0; }));
}

TEST(SoundStream, IsNotThereWhereTheVoiceIsOff) {
  Served served;
  served.on_loop([](FakeShow& show) { show.audio_stream.reset(); });
  const auto answer = test::get(served.port(), "/api/audio-stream");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr(messages::kVoiceIsOff));
}

TEST(SourceSoundStream, SendsTheOriginalAndSilenceWhereThereIsNone) {
  Served served;
  Client client(served.port());
  client.get("/api/audio-stream?what=source");
  EXPECT_EQ(client.read_head().headers.at("x-audio-format"), "s16le");
  EXPECT_EQ(client.read(1920), std::string(1920, '\0'));
  EXPECT_TRUE(served.on_loop([](FakeShow& show) { return show.original.wanted(); }));
  EXPECT_THAT(test::get(served.port(), "/api/status").body, HasSubstr("\"listeners\":1"));
  auto block = std::make_shared<SoundBlock>();
  block->captured_at = Clock::now();
  block->samples.assign(10 * 48000, 0x0707);
  served.on_loop([&](FakeShow& show) { show.original.push(block); });
  while (std::ranges::count(client.read(1920), '\x07') < 1920) {
  }
  client.close();
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return !show.original.wanted(); }));
}

TEST(SourceSoundStream, IsThereWhereTheVoiceIsOff) {
  Served served;
  served.on_loop([](FakeShow& show) { show.audio_stream.reset(); });
  Client client(served.port());
  client.get("/api/audio-stream?what=source");
  EXPECT_EQ(client.read_head().status, 200);
}

TEST(SourceSoundStream, IsNotThereWhereItIsOffAndNothingElseIsKnown) {
  Served served;
  served.on_loop([](FakeShow& show) { show.hearable = false; });
  auto answer = test::get(served.port(), "/api/audio-stream?what=source");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr(messages::kSourceSoundIsOff));
  answer = test::get(served.port(), "/api/audio-stream?what=music");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr(messages::kNoSuchSound));
  EXPECT_EQ(test::get(served.port(), "/api/audio-stream?what=source").status, 404);
}

}  // namespace
}  // namespace np
