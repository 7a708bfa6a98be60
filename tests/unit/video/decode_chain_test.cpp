#include "video/decode_chain.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "unit/video/make_h264.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using test::make_h264;

class DecodeChainTest : public ::testing::Test {
 protected:
  static TimePoint at(int place) { return TimePoint{} + std::chrono::hours(1) + milliseconds(40 * place); }
  // A chain of pictures that begin at `from`, with a key picture at each of `keys`.
  void push(std::uint64_t chain, int from, int count, std::vector<int> keys = {}) {
    for (int i = 0; i < count; ++i)
      pictures.push(make_h264(chain, static_cast<std::uint32_t>(i), at(from + i), std::ranges::contains(keys, i)));
  }
  // The places of what has to be sent.
  std::vector<std::uint64_t> sent(int target) {
    std::vector<std::uint64_t> out;
    const auto picture = pictures.at(at(target));
    while (const auto next = chain.next(*picture, pictures)) out.push_back(next->id & 0xffffffff);
    return out;
  }

  H264Buffer pictures;
  DecodeChain chain;
};

using Places = std::vector<std::uint64_t>;

TEST_F(DecodeChainTest, BeginsWithTheKeyPictureAndGoesOnWithEachOne) {
  push(1, 0, 10, {4});
  EXPECT_EQ(sent(6), (Places{4, 5, 6}));
  EXPECT_EQ(sent(6), Places{});
  EXPECT_EQ(sent(7), Places{7});
  EXPECT_EQ(sent(9), (Places{8, 9}));
}

TEST_F(DecodeChainTest, WhoIsBehindGoesOnWithTheLastKeyPicture) {
  push(1, 0, 30, {10, 20});
  EXPECT_EQ(sent(1), (Places{0, 1}));
  EXPECT_EQ(sent(22), (Places{20, 21, 22}));
}

TEST_F(DecodeChainTest, AnotherChainBeginsWithItsOwnKeyPicture) {
  push(7, 0, 3);
  EXPECT_EQ(sent(2), (Places{0, 1, 2}));
  push(3, 3, 3);
  EXPECT_EQ(sent(5), (Places{0, 1, 2}));
}

TEST_F(DecodeChainTest, WaitsForAKeyPictureWhereThereIsNone) {
  for (std::uint32_t place : {5u, 6u}) pictures.push(make_h264(1, place, at(static_cast<int>(place))));
  EXPECT_EQ(sent(6), Places{});
  pictures.push(make_h264(1, 7, at(7), true));
  EXPECT_EQ(sent(7), Places{7});
}

TEST_F(DecodeChainTest, SendsNothingAcrossAHole) {
  push(1, 0, 3);
  EXPECT_EQ(sent(2), (Places{0, 1, 2}));
  pictures.push(make_h264(1, 4, at(4)));
  EXPECT_EQ(sent(4), Places{});
}

}  // namespace
}  // namespace np
