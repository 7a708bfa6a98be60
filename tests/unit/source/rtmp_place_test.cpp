#include "source/rtmp/rtmp_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages.hpp"
#include "source/messages.hpp"
#include "source/source_rules.hpp"

namespace np {
namespace {

using test::says;

TEST(RtmpPlaces, WaitOnThisMachineAloneUnlessTheySayOtherwise) {
  for (const auto& [typed, host, port] : {std::tuple{"rtmp://:1935/live/KEY", "127.0.0.1", 1935},
                                          {"rtmp://localhost/live/KEY", "127.0.0.1", 1935},
                                          {"RTMP://0.0.0.0:19350/live/KEY/", "0.0.0.0", 19350},
                                          {"rtmp://[::]/live//KEY?a=b", "::", 1935}}) {
    const RtmpPlace place = rtmp_place(typed);
    EXPECT_EQ(place.host, host) << typed;
    EXPECT_EQ(place.port, port) << typed;
    EXPECT_EQ(place.path, "live/KEY") << typed;
  }
  EXPECT_EQ(rtmp_place("rtmp://:1935/a/b%20c/KE%59").path, "a/b c/KEY");
}

TEST(RtmpPlaces, ShowNoKey) {
  const SourceSpec spec = parse_source(" rtmp://0.0.0.0/live/studio/hidden ");
  EXPECT_EQ(spec.shown, "rtmp://0.0.0.0:1935/live/studio/…");
  EXPECT_EQ(spec.kind, "rtmp");
  EXPECT_TRUE(spec.listens);
  EXPECT_EQ(spec.text, "rtmp://0.0.0.0/live/studio/hidden");
  EXPECT_EQ(parse_source("rtmp://[::1]/live/hidden").shown, "rtmp://[::1]:1935/live/…");
}

TEST(RtmpPlaces, WrongOnesGetASentence) {
  for (const auto& [typed, sentence] : {std::pair{"rtmp://:1935", messages::kRtmpWithoutKey},
                                        {"rtmp://0.0.0.0/live", messages::kRtmpWithoutKey},
                                        {"rtmp://0.0.0.0/live/%0Ahidden", messages::kRtmpWithoutKey},
                                        {"rtmp://live.example.org/app/hidden", messages::kRtmpCallsNobody},
                                        {"rtmp://:99999/live/hidden", messages::kNoHostAndPort},
                                        {"rtmp://:0/live/hidden", messages::kNoHostAndPort},
                                        {"rtmp://ann:hidden@127.0.0.1/live/hidden", messages::kStreamWithLogin}}) {
    try {
      ADD_FAILURE() << typed << " became " << parse_source(typed).shown;
    } catch (const Error& e) {
      EXPECT_THAT(e.message(), says(sentence)) << typed;
      EXPECT_THAT(e.message(), testing::Not(testing::HasSubstr("hidden"))) << typed;
    }
  }
}

TEST(RtmpPlaces, AreAllowedByTheirKindAlone) {
  EXPECT_TRUE(SourceRules({"rtmp"}).allow(parse_source("rtmp://:1935/live/KEY")));
  EXPECT_FALSE(SourceRules({"127.0.0.0/8", "srt"}).allow(parse_source("rtmp://:1935/live/KEY")));
}

}  // namespace
}  // namespace np
