// A session description, read before webrtcbin sees it.
#include "webrtc/description.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "webrtc/codecs.hpp"

namespace np::webrtc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string session_with(const std::string& more = "") {
  return "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:efgh\r\n"
         "a=fingerprint:sha-256 AA:BB\r\n" +
         more;
}

std::string section_with(const std::string& media, const std::string& mid, const std::string& more = "") {
  return "m=" + media + "\r\na=mid:" + mid + "\r\n" + more;
}

Section only(const std::string& sdp) {
  const auto read = read_description(sdp);
  return read && read->sections.size() == 1 ? read->sections.front() : Section{};
}

TEST(Description, KnowsWhatEachSectionCarries) {
  const std::string sdp = session_with("a=group:BUNDLE 0 1\r\n") +
                          section_with("video 9 UDP/TLS/RTP/SAVPF 96 102", "0",
                                       "a=rtpmap:96 VP8/90000\r\na=rtpmap:102 H264/90000\r\na=rtcp-mux\r\n") +
                          section_with("audio 0 UDP/TLS/RTP/SAVPF 111", "1", "a=rtpmap:111 opus/48000/2\r\n");
  const auto read = read_description(sdp);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user, "abcd");
  EXPECT_THAT(read->bundle, ElementsAre("group:BUNDLE", "0", "1"));
  ASSERT_EQ(read->sections.size(), 2u);
  const Section& video = read->sections[0];
  EXPECT_EQ(video.kind, "video");
  EXPECT_EQ(video.mid, "0");
  EXPECT_THAT(video.formats, ElementsAre("96", "102"));
  EXPECT_EQ(video.codecs.at("102"), "H264");
  EXPECT_TRUE(video.muxed);
  const Section& sound = read->sections[1];
  EXPECT_EQ(sound.port, "0");
  EXPECT_EQ(sound.codecs.at("111"), "opus");
  EXPECT_FALSE(sound.muxed);
}

TEST(Description, ASectionOverrulesWhatTheSessionSaysOfItsDirection) {
  const std::string video = "video 9 UDP/TLS/RTP/SAVPF 96";
  EXPECT_TRUE(only(session_with() + section_with(video, "0")).sends);
  EXPECT_FALSE(only(session_with("a=recvonly\r\n") + section_with(video, "0")).sends);
  EXPECT_TRUE(only(session_with("a=inactive\r\n") + section_with(video, "0", "a=sendonly\r\n")).sends);
  EXPECT_FALSE(only(session_with() + section_with(video, "0", "a=inactive\r\n")).sends);
}

TEST(Description, FeedbackIsThatOfOneByteExtensions) {
  const auto feedback = [](const std::string& id) {
    return only(session_with() +
                section_with("video 9 UDP/TLS/RTP/SAVPF 96", "0", "a=extmap:" + id + " " + kTransportFeedback + "\r\n"))
        .feedback;
  };
  EXPECT_EQ(feedback("3"), 3);
  EXPECT_EQ(feedback("3/sendonly"), 3);
  EXPECT_EQ(feedback("0"), 0);
  EXPECT_EQ(feedback("15"), 0);
  EXPECT_EQ(feedback("x"), 0);
}

TEST(Description, LeavesOutCandidatesThatAreNamesAndThoseBeyondTheMost) {
  std::string more = "a=candidate:1 1 UDP 1 0fa65183.local 5000 typ host\r\n";
  for (int i = 0; i < 100; ++i)
    more += "a=candidate:2 1 UDP 1 192.168.1.2 " + std::to_string(5000 + i) + " typ host\r\n";
  const auto read = read_description(session_with() + section_with("video 9 UDP/TLS/RTP/SAVPF 96", "0", more));
  ASSERT_TRUE(read);
  EXPECT_THAT(read->sdp, Not(HasSubstr(".local")));
  EXPECT_THAT(read->sdp, HasSubstr(" 5063 typ"));
  EXPECT_THAT(read->sdp, Not(HasSubstr(" 5064 typ")));
}

TEST(Description, WithoutWhatASessionNeedsIsNone) {
  EXPECT_FALSE(read_description(""));
  EXPECT_FALSE(read_description(session_with()));
  EXPECT_FALSE(read_description("v=0\r\n" + section_with("video 9 UDP/TLS/RTP/SAVPF 96", "0")));
}

TEST(FirstOf, IsTheFirstOfItsKindOrNothing) {
  const std::vector<std::string> mimes{"", "audio/opus", "video/VP8", "video/H264"};
  EXPECT_EQ(first_of(mimes, "video/"), "video/VP8");
  EXPECT_EQ(first_of(mimes, "audio/"), "audio/opus");
  EXPECT_EQ(first_of({}, "video/"), "");
}

}  // namespace
}  // namespace np::webrtc
