#include "livekit/signal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "checkout.hpp"
#include "livekit/protobuf.hpp"

namespace np::livekit {
namespace {

using protobuf::Writer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

// Recorded from livekit-server 1.13.5, one of a kind, by their number in SignalResponse.
std::map<int, std::string> recorded() {
  std::ifstream in(std::string(kCheckout) + "/tests/data/livekit_responses.txt");
  std::map<int, std::string> all;
  int number = 0;
  for (std::string hex; in >> number >> hex;)
    for (std::size_t i = 0; i < hex.size(); i += 2)
      all[number] += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return all;
}

template <typename T>
T read_as(const std::string& bytes) {
  const auto response = read_response(bytes);
  EXPECT_TRUE(response && std::holds_alternative<T>(*response));
  return response && std::holds_alternative<T>(*response) ? std::get<T>(*response) : T{};
}

TEST(LivekitSignal, JoiningTellsWhoIsThere) {
  const auto joined = read_as<Joined>(recorded().at(1));
  EXPECT_EQ(joined.room, "yard");
  EXPECT_EQ(joined.self.identity, "commentator");
  EXPECT_TRUE(joined.self.agent);
  ASSERT_EQ(joined.others.size(), 1u);
  const ParticipantInfo& anna = joined.others[0];
  EXPECT_EQ(anna.identity, "anna");
  EXPECT_FALSE(anna.agent);
  EXPECT_EQ(anna.state, ParticipantInfo::State::kActive);
  EXPECT_GT(anna.joined_at, 1700000000);
  ASSERT_EQ(anna.tracks.size(), 4u);
  int cameras = 0;
  for (const TrackInfo& track : anna.tracks) {
    EXPECT_THAT(track.sid, StartsWith("TR_V"));
    EXPECT_EQ(track.kind, TrackInfo::Kind::kVideo);
    EXPECT_EQ(track.mime, "video/VP8");
    EXPECT_FALSE(track.muted);
    if (track.source != TrackInfo::Source::kCamera) continue;
    ++cameras;
    EXPECT_EQ(track.width, 1280);
    EXPECT_EQ(track.height, 720);
  }
  EXPECT_EQ(cameras, 1);
  ASSERT_FALSE(joined.ice_servers.empty());
  EXPECT_THAT(joined.ice_servers[0].urls[0], StartsWith("stun:"));
}

TEST(LivekitSignal, AnAnswerHasOurIdAndAnOfferItsTracks) {
  const auto responses = recorded();
  const auto answer = read_as<Description>(responses.at(2));
  EXPECT_FALSE(answer.offer);
  EXPECT_EQ(answer.id, 1u);
  EXPECT_THAT(answer.sdp, StartsWith("v=0"));
  const auto offer = read_as<Description>(responses.at(3));
  EXPECT_TRUE(offer.offer);
  EXPECT_GT(offer.id, 0u);
  EXPECT_THAT(offer.sdp, HasSubstr("m=video"));
  EXPECT_THAT(offer.track_of_mid, ElementsAre(Pair("0", StartsWith("TR_V"))));
}

TEST(LivekitSignal, TheRestOfAJoin) {
  const auto responses = recorded();
  const auto candidate = read_as<Candidate>(responses.at(4));
  EXPECT_EQ(candidate.transport, Transport::kPublisher);
  EXPECT_THAT(candidate.json, HasSubstr("\"candidate\":\"candidate:"));
  const auto published = read_as<TrackPublished>(responses.at(6));
  EXPECT_EQ(published.cid, "webrtctransceiver0");
  EXPECT_EQ(published.track.kind, TrackInfo::Kind::kAudio);
  EXPECT_EQ(published.track.source, TrackInfo::Source::kMicrophone);
  EXPECT_EQ(published.track.name, "roomio_audio");
  const auto changed = read_as<ParticipantsChanged>(responses.at(5));
  ASSERT_EQ(changed.participants.size(), 1u);
  EXPECT_EQ(changed.participants[0].identity, "commentator");
  EXPECT_GT(read_as<Pong>(responses.at(20)).ping_at_ms, 1700000000000);
}

TEST(LivekitSignal, WhyOneHasToLeave) {
  const auto leave = [](Writer message) { return read_as<Leave>(Writer().message(8, message).bytes()); };
  EXPECT_EQ(leave(Writer().number(2, 2)).reason, static_cast<int>(Leave::Reason::kDuplicateIdentity));
  EXPECT_TRUE(read_as<SubscriptionFailed>(Writer().message(21, Writer().text(1, "TR").number(2, 1)).bytes()).codec);
  EXPECT_EQ(read_as<Refused>(Writer().message(22, Writer().number(2, 2).text(3, "no")).bytes()).message, "no");
  EXPECT_EQ(read_as<Other>(Writer().message(99, Writer()).bytes()).number, 99);
}

TEST(LivekitSignal, Requests) {
  EXPECT_EQ(offer("v=0", 1), "\x0a\x0e\x0a\x05offer\x12\x03v=0\x18\x01");
  EXPECT_EQ(subscribe("TR", true), "\x32\x06\x0a\x02TR\x10\x01");
  EXPECT_EQ(subscribe("TR", false), "\x32\x04\x0a\x02TR");
  EXPECT_EQ(candidate(Transport::kSubscriber, "{}"), "\x1a\x06\x0a\x02{}\x10\x01");
  EXPECT_EQ(add_voice("c", "n"),
            "\x22\x0e\x0a\x01"
            "c\x12\x01n\x40\x02\x68\x01\x9a\x01\x01\x01");
  EXPECT_EQ(attributes({{"a", "b"}}, 3),
            "\x7a\x0a\x1a\x06\x0a\x01"
            "a\x12\x01"
            "b\x20\x03");
  EXPECT_EQ(leave(), "\x42\x02\x10\x01");
  EXPECT_THAT(ping(5, 2), ElementsAre("\x70\x05", "\x82\x01\x04\x08\x05\x10\x02"));
}

TEST(LivekitSignal, GarbageIsNothing) {
  EXPECT_FALSE(read_response(""));
  EXPECT_FALSE(read_response("HTTP/1.1 200 OK"));
  const std::string whole = recorded().at(1);
  EXPECT_FALSE(read_response(whole.substr(0, whole.size() / 2)));
  std::minstd_rand random(5);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes = whole;
    for (int n = 0; n < 8; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
    (void)read_response(bytes);
  }
}

}  // namespace
}  // namespace np::livekit
