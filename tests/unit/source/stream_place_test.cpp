#include "source/stream_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "messages.hpp"
#include "source/listening_check.hpp"
#include "source/messages.hpp"
#include "source/source_rules.hpp"

namespace np {
namespace {

using test::says;

void expect_refused(const std::string& text, const char* sentence) {
  try {
    const SourceSpec spec = parse_source(text);
    ADD_FAILURE() << text << " became " << spec.shown;
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(sentence)) << text;
    EXPECT_THAT(e.message(), testing::Not(testing::HasSubstr("hidden"))) << text;
  }
}

TEST(StreamPlaces, SrtCallsWhereAHostIsNamedAndListensWhereNoneIs) {
  EXPECT_FALSE(parse_source("srt://camera.lan:9000").listens);
  EXPECT_FALSE(parse_source("srt://camera.lan:9000?mode=caller").listens);
  EXPECT_TRUE(parse_source("srt://:9000").listens);
  EXPECT_TRUE(parse_source("srt://0.0.0.0:9000").listens);
  EXPECT_TRUE(parse_source("srt://192.168.1.5:9000?mode=listener").listens);
  EXPECT_EQ(parse_source("SRT://Camera:9000").kind, "srt");
}

TEST(StreamPlaces, UdpListens) {
  for (const char* text : {"udp://:5000", "udp://@:5000", "udp://0.0.0.0:5000", "udp://@0.0.0.0:5000?pkt_size=1316"}) {
    const SourceSpec spec = parse_source(text);
    EXPECT_EQ(spec.kind, "udp") << text;
    EXPECT_TRUE(spec.listens) << text;
    EXPECT_EQ(spec.shown, "udp://:5000") << text;
  }
  EXPECT_EQ(parse_source("udp://@239.1.2.3:1234").shown, "udp://239.1.2.3:1234");
}

TEST(StreamPlaces, WhatIsInTheQueryIsNotShown) {
  const SourceSpec spec = parse_source("srt://cam:9000?passphrase=hidden%20hidden&streamid=#!::r=hidden");
  EXPECT_EQ(spec.shown, "srt://cam:9000?…");
  const StreamPlace place = stream_place(spec.text);
  EXPECT_EQ(place.host, "cam");
  EXPECT_EQ(place.port, 9000);
  EXPECT_EQ(place.values.at("passphrase"), "hidden hidden");
  EXPECT_EQ(place.values.at("streamid"), "#!::r=hidden");
  EXPECT_EQ(stream_place("srt://[fd00::1]:9000").host, "fd00::1");
  EXPECT_EQ(parse_source("srt://[FD00::1]:9000").shown, "srt://[fd00::1]:9000");
}

TEST(StreamPlaces, WrongOnesGetASentence) {
  expect_refused("srt://cam", messages::kStreamWithoutPort);
  expect_refused("udp://239.1.2.3", messages::kStreamWithoutPort);
  expect_refused("srt://cam:99999", messages::kNoHostAndPort);
  expect_refused("srt://cam:9000?mode=rendezvous", messages::kSrtModeNotKnown);
  expect_refused("srt://cam:9000?rcvbuf=2000000000", messages::kSrtValueNotKnown);
  expect_refused("srt://cam:9000?passphrase=hidden", messages::kSrtPassphraseLength);
  expect_refused("srt://cam:9000?latency=-1", messages::kSrtLatency);
  expect_refused("srt://cam:9000?latency=99999999999999999999", messages::kSrtLatency);
  expect_refused("srt://cam:9000?pbkeylen=17", messages::kSrtKeyLength);
  expect_refused("srt://ann:hidden@cam:9000", messages::kStreamWithLogin);
}

TEST(StreamPlaces, NoHostOfTheRulesAllowsToListen) {
  const SourceRules hosts({"10.0.0.0/8", "*.lan"});
  EXPECT_TRUE(hosts.allow(parse_source("srt://cam.lan:9000")));
  EXPECT_TRUE(hosts.allow(parse_source("srt://10.1.2.3:9000")));
  EXPECT_FALSE(hosts.allow(parse_source("srt://10.1.2.3:9000?mode=listener")));
  EXPECT_FALSE(hosts.allow(parse_source("udp://10.1.2.3:9000")));
  EXPECT_FALSE(hosts.allow(parse_source("srt://:9000")));
  const SourceRules kinds({"udp"});
  EXPECT_TRUE(kinds.allow(parse_source("udp://:9000")));
  EXPECT_FALSE(kinds.allow(parse_source("srt://:9000")));
}

TEST(ListeningCheck, AnAddressThatIsNotOursGetsASentence) {
  try {
    check_listening(parse_source("udp://192.0.2.1:5000"));
    ADD_FAILURE();
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(messages::kNotOurAddress, "192.0.2.1", 5000));
  }
}

}  // namespace
}  // namespace np
