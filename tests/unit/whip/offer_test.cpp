// What a publisher offers, before webrtcbin sees it.
#include "whip/offer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "messages.hpp"
#include "webrtc/codecs.hpp"
#include "whip/messages.hpp"

namespace np::whip {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string session(const std::string& bundle = "0 1") {
  return "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE " + bundle +
         "\r\na=fingerprint:sha-256 AA:BB\r\n";
}

struct Media {
  std::string mid = "0";
  std::string media = "video 9 UDP/TLS/RTP/SAVPF 96 97";
  std::string maps = "a=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n";
  std::string direction = "sendonly";
  std::string more = "a=rtcp-mux\r\n";
};

std::string text(const Media& m) {
  return "m=" + m.media + "\r\nc=IN IP4 0.0.0.0\r\na=setup:actpass\r\na=mid:" + m.mid +
         "\r\na=ice-ufrag:abcd\r\na=ice-pwd:efgh\r\na=" + m.direction + "\r\n" + m.more + m.maps;
}
const Media kSound{.mid = "1", .media = "audio 9 UDP/TLS/RTP/SAVPF 111", .maps = "a=rtpmap:111 opus/48000/2\r\n"};

std::string refusal(const std::string& sdp) {
  try {
    read_offer(sdp);
  } catch (const Error& e) {
    return e.message();
  }
  return "";
}

TEST(Offer, OfACameraAndOfACameraWithItsSound) {
  const Offer camera = read_offer(session("0") + text({}));
  EXPECT_THAT(camera.mids, ElementsAre("0"));
  EXPECT_EQ(camera.video(), "video/VP8");
  EXPECT_FALSE(camera.has_sound());
  EXPECT_EQ(camera.user, "abcd");
  const Offer both = read_offer(session() + text(kSound) + text({}));
  EXPECT_THAT(both.mimes, ElementsAre("audio/opus", "video/VP8"));
  EXPECT_TRUE(both.has_sound());
  EXPECT_EQ(read_offer(session("0") + text({.direction = "sendrecv"})).video(), "video/VP8");
}

TEST(Offer, WhoWantsToBeDtlsServerWaitsForAHello) {
  EXPECT_FALSE(read_offer(session("0") + text({})).waits_for_hello);
  EXPECT_TRUE(read_offer(session("0") + text({.more = "a=rtcp-mux\r\na=setup:passive\r\n"})).waits_for_hello);
}

TEST(Offer, TheFirstCodecThatCanBeDecodedIsTaken) {
  const auto codec = [](const std::string& formats, const std::string& maps) {
    return read_offer(session("0") + text({.media = "video 9 UDP/TLS/RTP/SAVPF " + formats, .maps = maps})).video();
  };
  const std::string maps = "a=rtpmap:45 AV1/90000\r\na=rtpmap:98 VP9/90000\r\na=rtpmap:103 H264/90000\r\n";
  EXPECT_EQ(codec("45 103 98", maps), "video/H264");
  EXPECT_EQ(codec("98 103 45", maps), "video/VP9");
}

TEST(Offer, TransportWideFeedbackIsFound) {
  const std::string uri = std::string(webrtc::kTransportFeedback) + "\r\n";
  const auto id = [&](const std::string& line) {
    return read_offer(session("0") + text({.more = "a=rtcp-mux\r\n" + line})).feedback;
  };
  EXPECT_THAT(id("a=extmap:1 urn:other\r\na=extmap:3 " + uri), ElementsAre(3));
  EXPECT_THAT(id("a=extmap:4/sendonly " + uri), ElementsAre(4));
  for (const char* none : {"", "0", "15", "-3", "99999999999", "x"})
    EXPECT_THAT(id("a=extmap:" + std::string(none) + " " + uri), ElementsAre(0)) << none;
}

TEST(Offer, SoundThatIsNotOpusIsLeftAlone) {
  const Media pcm{.mid = "1", .media = "audio 9 UDP/TLS/RTP/SAVPF 0", .maps = "a=rtpmap:0 PCMU/8000\r\n"};
  EXPECT_THAT(read_offer(session() + text({}) + text(pcm)).mimes, ElementsAre("video/VP8", ""));
}

TEST(Offer, NamesAreNotLookedUp) {
  const std::string candidates =
      "a=candidate:1 1 udp 2122 192.168.1.7 5000 typ host\r\na=candidate:2 1 udp 2122 metadata.internal 5000 typ "
      "host\r\n"
      "a=candidate:3 1 udp 2122 fd00::7 5000 typ host\r\na=candidate:4 1 udp\r\n";
  const Offer offer = read_offer(session("0") + text({.more = "a=rtcp-mux\r\n" + candidates}));
  EXPECT_THAT(offer.sdp, AllOf(HasSubstr("192.168.1.7"), HasSubstr("fd00::7"), Not(HasSubstr("metadata.internal")),
                               Not(HasSubstr("candidate:4"))));
}

TEST(Offer, EachThatIsNoGoodIsRefusedWithItsSentence) {
  const Media data{.mid = "1", .media = "application 9 UDP/DTLS/SCTP webrtc-datachannel", .maps = ""};
  const Media hevc{.maps = "a=rtpmap:96 H265/90000\r\na=rtpmap:97 rtx/90000\r\n"};
  EXPECT_EQ(refusal(""), messages::kOfferIsNonsense);
  EXPECT_EQ(refusal("<html>no offer</html>"), messages::kOfferIsNonsense);
  EXPECT_EQ(refusal(std::string(60'000, 'A')), messages::kOfferIsNonsense);
  EXPECT_EQ(refusal(session() + text(kSound)), messages::kOfferHasNoVideo);
  EXPECT_EQ(refusal(session() + text({}) + text({.mid = "1"})), messages::kOfferHasTooMuch);
  EXPECT_EQ(
      refusal(session("0 1 2") + text({}) + text(kSound) + text({.mid = "2", .media = "audio 9 UDP/TLS/RTP/SAVPF 0"})),
      messages::kOfferHasTooMuch);
  EXPECT_EQ(refusal(session("0 1 2") + text({}) + text(kSound) + text({.mid = "2", .media = data.media})),
            messages::kOfferHasTooMuch);
  EXPECT_EQ(refusal(session() + text({}) + text(data)), messages::kOfferHasTooMuch);
  EXPECT_EQ(refusal(session("0") + text({}) + text(kSound)), messages::kOfferIsNotBundled);
  EXPECT_EQ(refusal(session("0") + text({.more = ""})), messages::kOfferIsNotBundled);
  EXPECT_EQ(refusal(session("0") + text({.direction = "recvonly"})), messages::kOfferSendsNothing);
  EXPECT_EQ(refusal(session("0") + "a=inactive\r\n" + text({.direction = "x"})), messages::kOfferSendsNothing);
  EXPECT_THAT(refusal(session("0") + text(hevc)), test::says(messages::kOfferNotDecoded, "H265"));
  EXPECT_THAT(refusal(session("0") + text({.maps = ""})), test::says(messages::kOfferNotDecoded, "nothing"));
}

}  // namespace
}  // namespace np::whip
