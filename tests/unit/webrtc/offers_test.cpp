// What the other side may offer: no more than webrtcbin can bear.
#include "webrtc/offers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace np::webrtc {
namespace {

using testing::ElementsAre;

const std::string kSession =
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=fingerprint:sha-256 AA:BB\r\n";

std::string section(const std::string& mid, const std::string& media = "video 9 UDP/TLS/RTP/SAVPF 96") {
  return "m=" + media + "\r\nc=IN IP4 0.0.0.0\r\na=setup:actpass\r\na=mid:" + mid +
         "\r\na=ice-ufrag:abcd\r\na=ice-pwd:efgh\r\n";
}
const std::string kData = section("0", "application 9 UDP/DTLS/SCTP webrtc-datachannel");

TEST(Offers, TakesWhatServersOffer) {
  Offers offers;
  EXPECT_THAT(*offers.take(kSession + kData), ElementsAre("0"));
  EXPECT_THAT(*offers.take(kSession + kData + section("1")), ElementsAre("0", "1"));
  EXPECT_THAT(*offers.take(kSession + kData + section("1")), ElementsAre("0", "1")) << "the same once more";
  EXPECT_THAT(
      *offers.take(kSession + kData + section("1") + section("x") + section("3", "audio 9 UDP/TLS/RTP/SAVPF 111")),
      ElementsAre("0", "1", "x", "3"));
}

TEST(Offers, KnowsThoseBeforeInTheirOrder) {
  Offers offers;
  ASSERT_TRUE(offers.take(kSession + section("0") + section("1")));
  EXPECT_FALSE(offers.take(kSession + section("1") + section("0")));
  EXPECT_FALSE(offers.take(kSession + section("0")));
  EXPECT_FALSE(offers.take(kSession + section("0") + section("2") + section("1")));
  EXPECT_TRUE(offers.take(kSession + section("0") + section("1"))) << "what was refused has changed nothing";
}

TEST(Offers, RefusesWhatMakesNoSense) {
  std::string many = kSession, lines = kSession + kData;
  for (std::size_t i = 0; i <= Offers::kMaxSections; ++i) many += section(std::to_string(i));
  for (int i = 0; i < 100'000; ++i) lines += "a=x\r\n";
  const std::string cases[] = {
      "",
      "v=0",
      "v=0\r\n",
      kSession,
      std::string(1000, '\0'),
      std::string(1'900'000, 'A'),
      kSession + "m=",
      kSession + "m=video\r\n",
      kSession + section("0", "video 99999999 UDP/TLS/RTP/SAVPF 96"),
      kSession + section("0", "video 9 RTP/AVP 96"),
      kSession + section("0", "text 9 UDP/TLS/RTP/SAVPF 96"),
      kSession + section(""),
      kSession + section(std::string(100, 'x')),
      kSession + section("0") + section("0"),
      kSession + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\n" + section("1"),
      kSession + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n",
      kSession + kData + "nonsense\r\n",
      kSession + kData + std::string("a=\0\r\n", 5),
      "o=- 1 1 IN IP4 0.0.0.0\r\n" + kData,
      many,
      lines,
  };
  for (const std::string& sdp : cases) {
    EXPECT_FALSE(Offers().take(sdp)) << sdp.substr(0, 300);
    EXPECT_FALSE(sections_of(sdp)) << sdp.substr(0, 300);
  }
  EXPECT_TRUE(Offers().take(kSession + "\r\n" + kData));
}

}  // namespace
}  // namespace np::webrtc
