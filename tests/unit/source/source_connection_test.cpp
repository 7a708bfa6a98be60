#include "source/source_connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/format.hpp"
#include "messages.hpp"
#include "rtmp/stream.hpp"
#include "servers/socket_server.hpp"
#include "source/messages.hpp"

namespace np::test {
namespace {

using std::chrono::seconds;
using Way = SourceConnection::Way;

const Error kRefused(ErrorKind::kUnsupported, "It does not want to.");

SourceConnection connection_to(const std::string& text, SourceOptions options = {}) {
  return SourceConnection(parse_source(text), options);
}

// All ways that are tried, if each is refused.
std::vector<Way> ways_to(const std::string& text, RtspTransport transport, bool sound_offered,
                         const Error& why = kRefused) {
  const SourceConnection connection = connection_to(text, {.rtsp_transport = transport});
  std::vector<Way> tried{connection.first_way()};
  while (const auto next = connection.next_way(tried.back(), why, sound_offered)) tried.push_back(*next);
  return tried;
}

TEST(SourceConnection, ACameraIsAskedWithoutItsSoundAndBesideTheConnection) {
  using testing::ElementsAre;
  const Way over{.over_tcp = true}, over_mute{.over_tcp = true, .sound = false};
  const Way beside{.over_tcp = false}, beside_mute{.over_tcp = false, .sound = false};
  const std::string camera = "rtsp://camera/stream";
  EXPECT_THAT(ways_to(camera, RtspTransport::kAuto, false), ElementsAre(over, beside));
  EXPECT_THAT(ways_to(camera, RtspTransport::kAuto, true), ElementsAre(over, over_mute, beside, beside_mute));
  EXPECT_THAT(ways_to(camera, RtspTransport::kTcp, false), ElementsAre(over));
  EXPECT_THAT(ways_to(camera, RtspTransport::kTcp, true), ElementsAre(over, over_mute));
  EXPECT_THAT(ways_to(camera, RtspTransport::kUdp, false), ElementsAre(beside));
  EXPECT_THAT(ways_to(camera, RtspTransport::kUdp, true), ElementsAre(beside, beside_mute));
}

TEST(SourceConnection, OnlyARefusalOfACameraHasAnotherWay) {
  EXPECT_EQ(
      ways_to("rtsp://camera/stream", RtspTransport::kAuto, true, Error(ErrorKind::kUnavailable, "Not now.")).size(),
      4u);
  for (const ErrorKind kind : {ErrorKind::kPermission, ErrorKind::kNotFound, ErrorKind::kTimeout, ErrorKind::kInvalid})
    EXPECT_EQ(ways_to("rtsp://camera/stream", RtspTransport::kAuto, true, Error(kind, "No.")).size(), 1u);
  for (const char* other : {"/tmp/clip.mp4", "http://camera/video", "srt://camera:9000"})
    EXPECT_EQ(ways_to(other, RtspTransport::kAuto, true).size(), 1u) << other;
}

TEST(SourceConnection, SaysWhomItWaitsFor) {
  const SourceOptions options{.open_timeout = seconds(8), .answer_timeout = seconds(2)};
  const struct {
    const char* text;
    bool awaits;
  } table[] = {{"/tmp/clip.mp4", false},    {"rtsp://camera/stream", false}, {"http://camera/video", false},
               {"srt://camera:9000", true}, {"srt://:9000", true},           {"udp://:5000", true}};
  for (const auto& row : table) {
    const SourceConnection connection = connection_to(row.text, options);
    EXPECT_EQ(connection.awaits_sender(), row.awaits) << row.text;
    const Error nothing = connection.why_nothing_came(false), no_picture = connection.why_nothing_came(true);
    EXPECT_EQ(nothing.message() == no_picture.message(), !row.awaits) << row.text;
    EXPECT_THAT(no_picture.message(), says(messages::kNoPictureInTime, connection.spec().shown, 8.0)) << row.text;
    EXPECT_EQ(connection.why_ended().has_value(), row.awaits) << row.text;
    EXPECT_EQ(connection.why_failed(kRefused, false, false).has_value(), row.awaits) << row.text;
    EXPECT_FALSE(connection.why_failed(kRefused, true, true)) << row.text;
  }
  EXPECT_EQ(connection_to("srt://camera:9000", options).answer_limit(), seconds(2));
  EXPECT_EQ(connection_to("srt://camera:9000", {.open_timeout = seconds(8)}).answer_limit(), seconds(8));
}

TEST(SourceConnection, APublisherIsThereAlreadyAndHearsWhatHeCanChange) {
  const auto stream = std::make_shared<rtmp::Stream>();
  const SourceConnection connection(parse_source("rtmp://127.0.0.1:1935/live/key"), SourceOptions{}, stream);
  EXPECT_FALSE(connection.awaits_sender());
  EXPECT_FALSE(connection.spec().listens);
  const std::string& shown = connection.spec().shown;
  const Error inside(ErrorKind::kInternal, "An element of the pipeline failed.");
  EXPECT_THAT(connection.told(inside).message(), says(messages::kPublisherSendsNoVideo, shown));
  stream->push({.codec = rtmp::Codec::kAac});
  EXPECT_THAT(connection.told(inside).message(), says(messages::kPublisherSendsNoVideo, shown));
  stream->push({.codec = rtmp::Codec::kH264});
  EXPECT_THAT(connection.told(inside).message(), says(messages::kNotFromSender, shown, "H.264"));
  EXPECT_EQ(connection.told(kRefused).message(), kRefused.message());
  EXPECT_EQ(connection_to("/tmp/clip.mp4").told(inside).message(), inside.message());
}

TEST(SourceConnection, NoneIsBegunOnceItIsStopped) {
  const SocketServer camera([](Peer& peer) {
    while (!peer.read_request().empty()) {
    }
  });
  SourceConnection connection =
      connection_to(np::format("rtsp://127.0.0.1:{}/stream", camera.port()), {.open_timeout = seconds(30)});
  connection.stop(false);
  const TimePoint begun = Clock::now();
  try {
    connection.open();
    FAIL() << "it connected";
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(messages::kCameraClosed, connection.spec().shown));
  }
  EXPECT_LT(Clock::now() - begun, seconds(10));
}

}  // namespace
}  // namespace np::test
