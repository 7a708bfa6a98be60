// What a server answers to our offer, before webrtcbin sees it.
#include "whep/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "messages.hpp"
#include "whep/messages.hpp"

namespace np::whep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kShown = "whep://cam.lan/front";
const std::string kSession =
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=fingerprint:sha-256 AA:BB\r\n";

std::string section(const std::string& media, const std::string& mid, const std::string& more) {
  return "m=" + media + "\r\nc=IN IP4 0.0.0.0\r\na=setup:active\r\na=mid:" + mid +
         "\r\na=ice-ufrag:abcd\r\na=ice-pwd:efgh\r\na=rtcp-mux\r\n" + more;
}
const std::string kVideo = section("video 9 UDP/TLS/RTP/SAVPF 102", "0", "a=sendonly\r\na=rtpmap:102 H264/90000\r\n");
const std::string kSound = section("audio 9 UDP/TLS/RTP/SAVPF 111", "1", "a=sendonly\r\na=rtpmap:111 opus/48000/2\r\n");

std::string refusal(const std::string& sdp) {
  try {
    read_answer(sdp, kShown);
  } catch (const Error& e) {
    return e.message();
  }
  return "";
}

TEST(WhepAnswer, OfACameraAndOfACameraWithItsSound) {
  const Answer camera = read_answer(kSession + kVideo, kShown);
  EXPECT_EQ(camera.video(), "video/H264");
  EXPECT_FALSE(camera.has_sound());
  const Answer both = read_answer(kSession + kVideo + kSound, kShown);
  EXPECT_THAT(both.mimes, ElementsAre("video/H264", "audio/opus"));
  EXPECT_TRUE(both.has_sound());
}

TEST(WhepAnswer, SoundThatIsRefusedOrNotOpusIsNone) {
  for (const std::string& sound :
       {section("audio 0 UDP/TLS/RTP/SAVPF 111", "1", "a=inactive\r\na=rtpmap:111 opus/48000/2\r\n"),
        section("audio 9 UDP/TLS/RTP/SAVPF 8", "1", "a=sendonly\r\na=rtpmap:8 PCMA/8000\r\n"),
        section("audio 9 UDP/TLS/RTP/SAVPF 111", "1", "a=sendonly\r\n")})
    EXPECT_THAT(read_answer(kSession + kVideo + sound, kShown).mimes, ElementsAre("video/H264", ""));
}

TEST(WhepAnswer, NamesAreNotLookedUp) {
  const std::string name = "a=candidate:1 1 UDP 1 0fa65183.local 5000 typ host\r\n";
  const std::string address = "a=candidate:2 1 UDP 1 192.168.1.2 5000 typ host\r\n";
  const Answer answer = read_answer(kSession + kVideo + name + address, kShown);
  EXPECT_THAT(answer.sdp, HasSubstr("192.168.1.2"));
  EXPECT_THAT(answer.sdp, Not(HasSubstr(".local")));
}

TEST(WhepAnswer, ThatCannotBeUsedIsToldInASentence) {
  EXPECT_THAT(refusal(""), test::says(messages::kWhepNonsense, kShown));
  EXPECT_THAT(refusal("<!doctype html>"), test::says(messages::kWhepNonsense, kShown));
  EXPECT_THAT(refusal(kSession), test::says(messages::kWhepNonsense, kShown));
  EXPECT_THAT(refusal(kSession + kSound), test::says(messages::kWhepNoVideo, kShown));
  EXPECT_THAT(refusal(kSession + section("video 0 UDP/TLS/RTP/SAVPF 102", "0", "a=rtpmap:102 H264/90000\r\n")),
              test::says(messages::kWhepNoVideo, kShown));
  const std::string hevc = "a=sendonly\r\na=rtpmap:49 H265/90000\r\n";
  EXPECT_THAT(refusal(kSession + section("video 9 UDP/TLS/RTP/SAVPF 49", "0", hevc)),
              test::says(messages::kWhepNotDecoded, kShown, "H265"));
}

}  // namespace
}  // namespace np::whep
