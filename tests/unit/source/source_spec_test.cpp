#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "messages.hpp"
#include "source/messages.hpp"
#include "source/source.hpp"

namespace np {
namespace {

using test::says;
using ::testing::_;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SourceSpec, Files) {
  for (const char* text : {"/home/me/match.mp4", "clips/match.mp4", "match: final.mp4", "C:\\video.mp4", "a.b-c+d.mkv",
                           "~me/x.ts", "/dev/videos/a.mp4", "-1", "1.5", "/a//b@c?d#e.mp4"}) {
    const SourceSpec spec = parse_source(text);
    EXPECT_EQ(spec.kind, "file") << text;
    EXPECT_EQ(spec.path, text);
    EXPECT_EQ(spec.shown, text);
  }
}

TEST(SourceSpec, FileAddresses) {
  EXPECT_EQ(parse_source("file:///home/me/a%20b.mp4").path, "/home/me/a b.mp4");
  EXPECT_EQ(parse_source("FILE://localhost/a.mp4").path, "/a.mp4");
  EXPECT_EQ(parse_source("file:///a.mp4").kind, "file");
  EXPECT_THROW(parse_source("file://other/a.mp4"), Error);
}

TEST(SourceSpec, Cameras) {
  EXPECT_EQ(parse_source("0").kind, "camera");
  EXPECT_EQ(parse_source("0").path, "/dev/video0");
  EXPECT_EQ(parse_source(" 12\n").path, "/dev/video12");
  EXPECT_EQ(parse_source("007").path, "/dev/video7");
  EXPECT_EQ(parse_source("/dev/video3").kind, "camera");
  EXPECT_EQ(parse_source("/dev/video3").path, "/dev/video3");
  EXPECT_THROW(parse_source("12345"), Error);
}

TEST(SourceSpec, Rooms) {
  EXPECT_EQ(parse_source(" livekit ").kind, "livekit");
  EXPECT_EQ(parse_source("livekit").path, "");
  EXPECT_EQ(parse_source("livekit:ann").kind, "livekit");
  EXPECT_EQ(parse_source("livekit:ann").path, "ann");
  EXPECT_EQ(parse_source("livekit:ann").shown, "livekit:ann");
  EXPECT_EQ(parse_source("./livekit").kind, "file");
  EXPECT_EQ(parse_source(" whip ").kind, "webcam");
  EXPECT_EQ(parse_source("whip").shown, "whip");
  EXPECT_EQ(parse_source("./whip").kind, "file");
}

TEST(SourceSpec, Addresses) {
  EXPECT_EQ(parse_source("rtsp://cam/stream").kind, "rtsp");
  EXPECT_EQ(parse_source("rtsps://cam:322/stream").kind, "rtsp");
  EXPECT_EQ(parse_source("RTSP://cam/stream").kind, "rtsp");
  EXPECT_EQ(parse_source("http://phone:8080/video").kind, "http");
  EXPECT_EQ(parse_source("https://host/live.m3u8").kind, "http");
  EXPECT_EQ(parse_source("whep://host:8889/front").kind, "whep");
  EXPECT_EQ(parse_source("WHEPS://me:secret@host/front?k=1").shown, "wheps://host/front?…");
  EXPECT_EQ(parse_source("http://host:8889/front/whep").kind, "whep");
  EXPECT_EQ(parse_source("http://[::1]:8080/video").shown, "http://[::1]:8080/video");
  EXPECT_EQ(parse_source("  http://phone/video ").text, "http://phone/video");
}

TEST(SourceSpec, CredentialsAreNotShown) {
  const SourceSpec spec = parse_source("rtsp://ann:p%40ss@cam:554/stream?key=hidden#part");
  EXPECT_EQ(spec.shown, "rtsp://cam:554/stream?…");
  EXPECT_EQ(spec.text, "rtsp://ann:p%40ss@cam:554/stream?key=hidden#part");
}

TEST(SourceSpec, UnescapedPasswordsAreRefusedWithoutShowingThem) {
  for (const char* text : {"rtsp://ann:se/cret@cam/stream", "rtsp://ann:12/3secret@cam/stream",
                           "http://ann:secret[@cam/", "rtsp://ann:se#cret@cam/x", "rtsp://ann:se?cret@cam/x",
                           "rtsp://ann:12#cret@cam/x", "rtsp://ann:12?cret@cam/", "http://ann:12/3?cret@cam/x"}) {
    try {
      const SourceSpec spec = parse_source(text);
      ADD_FAILURE() << text << " became " << spec.shown;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
      EXPECT_THAT(e.message(), AllOf(says(messages::kUnescapedPassword), Not(HasSubstr("cret")))) << text;
    }
  }
}

TEST(SourceSpec, SecretsInThePathAreNotShown) {
  for (const auto& [typed, shown] :
       {std::pair<const char*, const char*>{
            "rtsp://cam/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp?real_stream",
            "rtsp://cam/user=admin_password=…_channel=1_stream=0.sdp?…"},
        {"rtsp://cam/user=admin&Password=tlJwpbo6&channel=1", "rtsp://cam/user=admin&Password=…&channel=1"},
        {"http://cam/pwd=x/video", "http://cam/pwd=…/video"},
        {"http://cam/authbasic=YWRtaW4", "http://cam/authbasic=…"},
        {"http://cam/compass/video", "http://cam/compass/video"}})
    EXPECT_EQ(parse_source(typed).shown, shown) << typed;
}

TEST(SourceSpec, WhatNoAddressMayHoldIsEscaped) {
  for (const auto& [typed, text] : {std::pair<const char*, const char*>{"http://cam/v ideo", "http://cam/v%20ideo"},
                                    {"http://cam/vid\xC3\xA9o", "http://cam/vid%C3%A9o"},
                                    {"http://cam/mjpg?r=[640]", "http://cam/mjpg?r=%5B640%5D"},
                                    {"http://cam/cgi?user=a|b", "http://cam/cgi?user=a%7Cb"},
                                    {"http://cam/100%", "http://cam/100%25"},
                                    {"http://cam/a%20b", "http://cam/a%20b"},
                                    {"http://[::1]/a", "http://[::1]/a"},
                                    {"rtsp://cam/Stra\xC3\x9F"
                                     "e",
                                     "rtsp://cam/Stra%C3%9Fe"},
                                    {"http://ann:se cret@cam/", "http://ann:se%20cret@cam/"}})
    EXPECT_EQ(parse_source(typed).text, text) << typed;
  EXPECT_EQ(parse_source("file:///a b.mp4").path, "/a b.mp4");
}

TEST(SourceSpec, WhatStaysUnreadableIsNamed) {
  for (const auto& [typed, sentence] :
       {std::pair<const char*, const char*>{"http:///secret", messages::kAddressWithoutHost},
        {"http://", messages::kAddressWithoutHost},
        {"http://cam:80a/x", messages::kNoHostAndPort},
        {"http://ca(m[/x", messages::kCharacterInHost},
        {"file:///a.txt%00.mp4", messages::kNameASource},
        {"http://cam/a%0Ab", messages::kNameASource}}) {
    try {
      ADD_FAILURE() << typed << " became " << parse_source(typed).shown;
    } catch (const Error& e) {
      EXPECT_THAT(e.message(), says(sentence)) << typed;
    }
  }
}

TEST(SourceSpec, OtherSchemesAreRefused) {
  for (const char* text :
       {"ftp://host/a.mp4", "rtmps://host/live/key", "v4l2:///dev/video0", "javascript://x", "appsrc://"}) {
    try {
      parse_source(text);
      ADD_FAILURE() << text;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUnsupported);
      EXPECT_THAT(e.message(), says(messages::kSchemeNotSupported, _, messages::kNameASource)) << text;
    }
  }
}

TEST(SourceSpec, NothingAndNonsense) {
  for (const std::string& text :
       {std::string(), std::string(" \t"), std::string("a\0b", 3), std::string("a\nb"), std::string(5000, 'a')}) {
    try {
      parse_source(text);
      ADD_FAILURE() << text;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kInvalid);
      EXPECT_THAT(e.message(), says(messages::kNameASource));
    }
  }
}

}  // namespace
}  // namespace np
