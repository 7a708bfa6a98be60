#include "whip/fragment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace np::whip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const std::vector<std::string> kMids{"a", "b"};
const std::string kHost = "candidate:1 1 udp 2122 192.168.1.7 5000 typ host";

TEST(Fragment, TellsCandidatesAndTheirSections) {
  const auto fragment =
      read_fragment("a=ice-ufrag:abcd\r\na=ice-pwd:efgh\r\nm=audio 9 RTP/AVP 0\r\na=mid:a\r\na=" + kHost +
                        "\r\nm=video 9 RTP/AVP 0\r\na=mid:b\r\na=" + kHost + "\r\na=end-of-candidates\r\n",
                    kMids);
  ASSERT_TRUE(fragment);
  EXPECT_EQ(fragment->user, "abcd");
  EXPECT_THAT(fragment->candidates, ElementsAre(Pair(0, kHost), Pair(1, kHost)));
}

TEST(Fragment, NamesAreLeftOut) {
  const auto fragment =
      read_fragment("a=mid:a\r\na=candidate:1 1 udp 2122 a1b2.local 5000 typ host\r\na=candidate:\r\n", kMids);
  ASSERT_TRUE(fragment);
  EXPECT_THAT(fragment->candidates, IsEmpty());
}

TEST(Fragment, WhatIsNoneIsRefused) {
  std::string long_one;
  for (int i = 0; i < 1000; ++i) long_one += "a=x\r\n";
  for (const std::string& text : {std::string(), std::string("{}"), std::string("a=mid:c\r\n"),
                                  std::string("a=\0\r\n", 5), std::string("hello\r\n"), long_one})
    EXPECT_FALSE(read_fragment(text, kMids)) << text.substr(0, 40);
}

}  // namespace
}  // namespace np::whip
