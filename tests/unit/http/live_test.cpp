// The page's WebSocket on a real socket.
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstring>

#include "base/format.hpp"
#include "unit/http/client.hpp"
#include "unit/http/happenings.hpp"
#include "unit/http/served.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using test::Client;
using test::FakeShow;
using test::grew;
using test::make_picture;
using test::said;
using test::Served;
using test::skip;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;

// The next text of that event; a status may come in between at any time.
json::value read_event(Client& client, const char* name) {
  for (;;) {
    auto message = json::parse(client.read_payload(kText));
    if (message.at("event") == name) return message;
    EXPECT_EQ(message.at("event"), "status");
  }
}

int close_code(const std::string& payload) {
  return static_cast<unsigned char>(payload.at(0)) << 8 | static_cast<unsigned char>(payload.at(1));
}

void speak(Served& served, std::size_t samples) {
  served.on_loop([=](FakeShow& show) {
    auto chunk = std::make_shared<PcmChunk>();
    chunk->samples.assign(samples, 1000);
    show.audio_stream->write(chunk);
  });
}

TEST(Live, SaysHelloWithTheStatus) {
  Served served;
  Client client(served.port());
  const auto answer = client.upgrade("/api/live");
  EXPECT_EQ(answer.status, 101);
  EXPECT_EQ(answer.headers.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_FALSE(answer.headers.contains("sec-websocket-extensions"));
  const auto hello = json::parse(client.read_payload(kText));
  EXPECT_EQ(hello.at("event"), "hello");
  EXPECT_EQ(hello.at("data").at("version"), "1.2.3");
}

TEST(Live, SendsEvents) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  served.on_loop([](FakeShow& show) {
    show.log.append(Clock::now(), grew("A \"man\""));
    show.log.append(Clock::now(), said("A \"man\""));
  });
  const auto piece = read_event(client, "piece");
  EXPECT_EQ(piece.at("data"), "A \"man\"");
  EXPECT_EQ(piece.at("cycle"), 1);
  const auto end = read_event(client, "cycle_end");
  EXPECT_EQ(end.at("data").at("cycle"), 1);
  EXPECT_EQ(end.at("data").at("text"), "A \"man\"");
  EXPECT_EQ(end.at("id").to_number<std::int64_t>(), piece.at("id").to_number<std::int64_t>() + 1);
}

TEST(Live, TellsNoWordOfASkip) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  served.on_loop([](FakeShow& show) {
    show.log.append(Clock::now(), skip());
    show.log.append(Clock::now(), grew("A man", 2));
  });
  const auto end = read_event(client, "cycle_end").at("data");
  EXPECT_EQ(end.at("skipped"), true);
  EXPECT_EQ(end.at("text"), "");
  EXPECT_EQ(read_event(client, "piece").at("data"), "A man");
}

TEST(Live, TellsWhatTheCommentatorIsDoing) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  served.on_loop([](FakeShow& show) { show.log.append(Clock::now(), ActivityChanged{Activity::kSpeaking, 1500ms}); });
  EXPECT_EQ(read_event(client, "activity").at("data"), json::parse(R"({"activity":"speaking","delay":1.5})"));
}

// Words about a picture that was captured then.
void say(FakeShow& show, std::string text, TimePoint captured_at) {
  LineGrew line = grew(std::move(text));
  line.newest_frame_at = captured_at;
  show.log.append(Clock::now(), line);
}

TEST(Live, WordsWaitForThePictureThatTheViewerOfThatNameSees) {
  Served served;
  Client page(served.port());
  Client video(served.port());
  const TimePoint first = Clock::now();
  const TimePoint second = first + 40ms;
  served.on_loop([&](FakeShow& show) { show.pictures.push(make_picture(1, first)); });
  video.get("/api/mjpeg?viewer=anna0001");
  video.read_until("jpeg\r\n");
  page.upgrade("/api/live?viewer=anna0001");
  page.read_payload(kText);
  served.on_loop([&](FakeShow& show) {
    say(show, "first", first);
    say(show, "second", second);
    show.log.append(Clock::now(), SettingsChanged{.instruction = "behind it"});
  });
  EXPECT_EQ(read_event(page, "piece").at("data"), "first");
  served.on_loop([&](FakeShow& show) {
    // The stream of somebody else moves nothing.
    EXPECT_EQ(show.came, 1);
    show.pictures.push(make_picture(2, second));
  });
  EXPECT_EQ(read_event(page, "piece").at("data"), "second");
  EXPECT_EQ(read_event(page, "settings").at("data").at("instruction"), "behind it");
}

TEST(Live, WordsWaitForTheShowsPictureWhereTheViewerHasNone) {
  Served served;
  Client page(served.port());
  page.upgrade("/api/live?viewer=nobody01");
  page.read_payload(kText);
  const TimePoint now = Clock::now();
  served.on_loop([&](FakeShow& show) {
    show.shown = now;
    say(show, "late", now + 20ms);
    show.log.append(Clock::now(), SettingsChanged{});
  });
  served.on_loop([&](FakeShow& show) { show.shown = now + 20ms; });
  EXPECT_EQ(read_event(page, "piece").at("data"), "late");
  EXPECT_EQ(read_event(page, "settings").at("event"), "settings");
}

TEST(Live, ReplaysWhatWasMissed) {
  Served served;
  const auto last = served.on_loop([](FakeShow& show) {
    for (const char* text : {"one", "two", "three"}) show.log.append(Clock::now(), said(text));
    return show.log.last_id();
  });
  Client client(served.port());
  client.upgrade(np::format("/api/live?last_event_id={}", last - 2));
  client.read_payload(kText);
  EXPECT_EQ(read_event(client, "cycle_end").at("data").at("text"), "two");
  EXPECT_EQ(read_event(client, "cycle_end").at("data").at("text"), "three");
}

TEST(Live, SendsTheStatusAgainAndAgain) {
  ServerOptions options;
  options.limits.live_status = 50ms;
  Served served(options);
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(client.read_payload(kText), StartsWith(R"({"event":"status","data":{"version")"));
}

TEST(Live, SendsTheStatusAtOnceWhenSomethingChanged) {
  ServerOptions options;
  options.limits.live_status = 1h;
  Served served(options);
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  const std::pair<const char*, Happening> changes[] = {
      {"source", SourceChanged{}}, {"settings", SettingsChanged{}}, {"room", RoomChanged{}}};
  for (const auto& [name, what] : changes) {
    served.on_loop([&](FakeShow& show) { show.log.append(Clock::now(), what); });
    EXPECT_EQ(json::parse(client.read_payload(kText)).at("event"), name);
    EXPECT_EQ(json::parse(client.read_payload(kText)).at("event"), "status");
  }
}

TEST(Live, SendsSoundOnlyWhenAskedAndOnlySpeech) {
  ServerOptions options;
  options.limits.live_status = 1h;
  Served served(options);
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  EXPECT_EQ(served.on_loop([](FakeShow& show) { return show.audio_stream->listeners(); }), 0u);
  client.send_frame(kText, R"({"audio":true})");
  ASSERT_TRUE(served.wait_for([](FakeShow& show) { return show.audio_stream->listeners() == 1; }));
  client.send_frame(kText, R"({"audio":true,"volume":1})");
  speak(served, 24000);

  std::uint64_t next_sample = 0;
  std::uint64_t heard = 0;
  std::uint64_t lost = 0;
  for (;;) {
    const auto sound = client.read_payload(kBinary);
    ASSERT_EQ(sound.size(), 8 + 1920u);
    std::uint64_t first_sample;
    std::memcpy(&first_sample, sound.data(), 8);
    if (heard > 0) lost += (first_sample - next_sample) / 960;
    next_sample = first_sample + 960;
    if (std::ranges::count(sound.substr(8), '\0') == 1920) break;  // that was all he said
    ++heard;
  }
  // A machine that stands still for a fifth of a second loses sound, and the silence behind it, and says so.
  EXPECT_LE(lost, served.on_loop([](FakeShow& show) { return show.audio_stream->dropped_blocks(); }));
  EXPECT_GE(heard + lost, 25u);
  EXPECT_LE(heard, 26u);

  // Nothing but silence follows: the next thing heard is the next sentence.
  speak(served, 24000);
  EXPECT_NE(client.read_payload(kBinary).substr(8), std::string(1920, '\0'));

  client.send_frame(kText, R"({"audio":false})");
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.audio_stream->listeners() == 0; }));
}

TEST(Live, WithoutAVoiceThereIsNoSound) {
  Served served;
  served.on_loop([](FakeShow& show) { show.audio_stream.reset(); });
  Client client(served.port());
  client.upgrade("/api/live");
  client.send_frame(kText, R"({"audio":true})");
  client.read_payload(kText);
  served.on_loop([](FakeShow& show) { show.log.append(Clock::now(), grew("still here")); });
  EXPECT_EQ(read_event(client, "piece").at("data"), "still here");
}

TEST(Live, SendsTheOriginalWhenAsked) {
  ServerOptions options;
  options.limits.live_status = 1h;
  Served served(options);
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  EXPECT_FALSE(served.on_loop([](FakeShow& show) { return show.original.wanted(); }));
  client.send_frame(kText, R"({"source_sound":"plain"})");
  ASSERT_TRUE(served.wait_for([](FakeShow& show) { return show.original.wanted(); }));
  auto block = std::make_shared<SoundBlock>();
  block->captured_at = Clock::now();
  block->samples.assign(10 * 48000, 1000);
  served.on_loop([&](FakeShow& show) { show.original.push(block); });
  for (int i = 0; i < 5; ++i) {
    const auto sound = client.read_payload(kBinary);
    ASSERT_EQ(sound.size(), 8 + 1920u);
    std::uint64_t first_sample;
    std::memcpy(&first_sample, sound.data(), 8);
    EXPECT_TRUE(first_sample & http::kSourceSoundBit);
    EXPECT_EQ((first_sample & ~http::kSourceSoundBit) % 960, 0u);
  }
  client.send_frame(kText, R"({"source_sound":"off"})");
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return !show.original.wanted(); }));
  // Where it is off nobody gets it, and nothing breaks.
  served.on_loop([](FakeShow& show) { show.hearable = false; });
  client.send_frame(kText, R"({"source_sound":"duck"})");
  served.on_loop([](FakeShow& show) { show.log.append(Clock::now(), grew("still here")); });
  EXPECT_EQ(read_event(client, "piece").at("data"), "still here");
  EXPECT_FALSE(served.on_loop([](FakeShow& show) { return show.original.wanted(); }));
}

TEST(Live, AnswersPingsAndClose) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.send_frame(kPing, "abc");
  EXPECT_EQ(client.read_payload(10), "abc");
  client.send_frame(kClose, "\x03\xe8");
  EXPECT_EQ(close_code(client.read_payload(kClose)), 1000);
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
}

TEST(Live, ClosesWhoTalksNonsense) {
  Served served;
  for (const char* text : {"nonsense", "[]", R"({"audio":3})"}) {
    Client client(served.port());
    client.upgrade("/api/live");
    client.send_frame(kText, text);
    const auto goodbye = client.read_payload(kClose);
    EXPECT_EQ(close_code(goodbye), 1008) << text;
    EXPECT_GT(goodbye.size(), 10u) << text;
  }
}

TEST(Live, ClosesWhoTalksTooMuch) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.send_frame(kText, std::string(4097, ' '));
  EXPECT_EQ(close_code(client.read_payload(kClose)), 1009);
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
}

TEST(Live, SurvivesBrokenFrames) {
  Served served;
  for (const auto& bytes : {std::string("\xff\xff\xff\xff"), std::string("\x81\x05hello"),
                            std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff"), std::string("\x81"),
                            std::string("\x83\x80\0\0\0\0", 6)}) {
    Client client(served.port());
    EXPECT_EQ(client.upgrade("/api/live").status, 101);
    client.send(bytes);
    client.read_payload(kText);
  }
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
  EXPECT_EQ(test::get(served.port(), "/healthz").status, 200);
}

TEST(Live, NoticesADeadPeer) {
  ServerOptions options;
  options.limits.live_idle = 400ms;
  options.limits.live_status = 1h;
  Served served(options);
  Client client(served.port());
  client.upgrade("/api/live");
  client.read_payload(kText);
  // The ping is not answered.
  EXPECT_EQ(client.read_frame().opcode, kPing);
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
}

TEST(Live, ClosesAReaderThatIsTooSlow) {
  ServerOptions options;
  options.limits.write_time = 500ms;
  Served served(options);
  Client client(served.port(), false, 4096);
  client.upgrade("/api/live");
  for (int i = 0; i < 120; ++i)
    served.on_loop([](FakeShow& show) {
      for (int j = 0; j < 50; ++j) show.log.append(Clock::now(), said(std::string(2000, 'x')));
    });
  EXPECT_TRUE(served.wait_for([](FakeShow& show) { return show.log.readers() == 0; }));
}

TEST(Live, NoticesThatItsClientIsGone) {
  Served served;
  Client client(served.port());
  client.upgrade("/api/live");
  client.send_frame(kText, R"({"audio":true})");
  ASSERT_TRUE(served.wait_for([](FakeShow& show) { return show.audio_stream->listeners() == 1; }));
  client.close();
  EXPECT_TRUE(
      served.wait_for([](FakeShow& show) { return show.audio_stream->listeners() == 0 && show.log.readers() == 0; }));
}

TEST(Live, IsAWebSocketOnly) {
  Served served;
  const auto answer = test::get(served.port(), "/api/live");
  EXPECT_EQ(answer.status, 426);
  Client foreign(served.port());
  EXPECT_EQ(foreign.upgrade("/api/live", "Origin: http://evil.example\r\n").status, 403);
  Client own(served.port());
  EXPECT_EQ(own.upgrade("/api/live", "Origin: http://localhost\r\n").status, 101);
  Served locked({.token = "abc"});
  Client stranger(locked.port());
  EXPECT_EQ(stranger.upgrade("/api/live").status, 401);
  Client known(locked.port());
  EXPECT_EQ(known.upgrade("/api/live", "Cookie: nerdpudding_token=abc\r\n").status, 101);
}

}  // namespace
}  // namespace np
