// What SOURCES lets those open who steer.
#include "source/source_rules.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

bool allows(std::vector<std::string> rules, const std::string& source) {
  return SourceRules(std::move(rules)).allow(parse_source(source));
}

TEST(SourceRules, NoneAtAllIsAny) {
  for (const char* source : {"/etc/x.mp4", "rtsp://cam/x", "0", "livekit", "whip"}) {
    EXPECT_TRUE(allows({}, source));
    EXPECT_TRUE(allows({"any"}, source));
    EXPECT_FALSE(allows({"none"}, source));
  }
}

TEST(SourceRules, Kinds) {
  const struct {
    const char* source;
    const char* kind;
  } kSources[] = {{"/a.mp4", "file"},        {"a.mp4", "file"},      {"file:///a.mp4", "file"}, {"0", "camera"},
                  {"/dev/video1", "camera"}, {"rtsp://h/x", "rtsp"}, {"rtsps://h/x", "rtsp"},   {"http://h/x", "http"},
                  {"https://h/x", "http"},   {"whep://h/x", "whep"}, {"livekit", "livekit"},    {"whip", "webcam"},
                  {"livekit:ann", "livekit"}};
  for (const auto& [source, kind] : kSources)
    for (const char* rule : {"file", "camera", "rtsp", "http", "whep", "livekit", "webcam"})
      EXPECT_EQ(allows({rule}, source), std::string(rule) == kind) << rule << " " << source;
}

TEST(SourceRules, Folders) {
  for (const char* good :
       {"/srv/videos/a.mp4", "/srv/videos/b/../a.mp4", "file:///srv/videos/a%20b.mp4", "/srv/videos"})
    EXPECT_TRUE(allows({"/srv/videos/"}, good)) << good;
  for (const char* bad :
       {"/srv/videos/../x.mp4", "/srv/videos2/a.mp4", "/etc/passwd", "file:///srv/videos/%2e%2e/x.mp4", "videos/a.mp4",
        "http://srv/videos/a.mp4", "0", "file://", "file://localhost"})
    EXPECT_FALSE(allows({"/srv/videos"}, bad)) << bad;
  EXPECT_TRUE(allows({"/"}, "/a.mp4"));
  EXPECT_TRUE(allows({"/dev/video0"}, "0"));
  EXPECT_FALSE(allows({"/dev/video0"}, "1"));
}

TEST(SourceRules, Hosts) {
  const struct {
    const char* rule;
    const char* source;
    bool allowed;
  } kCases[] = {
      {"cam.lan", "rtsp://ann:pw@CAM.lan/x", true},
      {"cam.lan", "http://cam.lan:8080/x", true},
      {"cam.lan", "http://xcam.lan/x", false},
      {"cam.lan", "http://cam.lan.evil.org/x", false},
      {"cam.lan", "http://evil.org/@cam.lan", false},
      {"cam.lan:554", "rtsp://cam.lan/x", true},
      {"cam.lan:554", "rtsp://cam.lan:8554/x", false},
      {"cam.lan:443", "https://cam.lan/x", true},
      {"*.lan", "http://a.b.lan/x", true},
      {"*.lan", "http://lan/x", false},
      {"*.lan", "http://xlan/x", false},
      {"10.0.0.0/8", "rtsp://10.200.3.4/x", true},
      {"10.0.0.0/8", "rtsp://11.0.0.1/x", false},
      {"10.0.0.0/8", "rtsp://10.evil.org/x", false},
      {"192.168.1.128/25", "http://192.168.1.127/x", false},
      {"192.168.1.128/25", "http://192.168.1.200/x", true},
      {"0.0.0.0/0", "http://8.8.8.8/x", true},
      {"0.0.0.0/0", "http://[::1]/x", false},
      {"fd00::/8", "http://[fd12::1]:80/x", true},
      {"::1", "http://[::1]/x", true},
      {"[::1]:8080", "http://[::1]:8080/x", true},
      {"[::1]:8080", "http://[::1]/x", false},
      {"cam.lan", "/cam.lan/x.mp4", false},
  };
  for (const auto& [rule, source, allowed] : kCases) {
    bool found = false;
    try {
      found = allows({rule}, source);
    } catch (const Error&) {
    }
    EXPECT_EQ(found, allowed) << rule << " " << source;
  }
}

TEST(SourceRules, OneOfThemIsEnough) {
  EXPECT_TRUE(allows({"none", "/srv", "rtsp"}, "rtsp://h/x"));
  EXPECT_TRUE(allows({"none", "/srv", "rtsp"}, "/srv/a.mp4"));
  EXPECT_FALSE(allows({"none", "/srv", "rtsp"}, "http://h/x"));
}

}  // namespace
}  // namespace np
