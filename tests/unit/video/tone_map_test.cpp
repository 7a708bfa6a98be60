#include "video/tone_map.hpp"

#include <gtest/gtest.h>

#include <array>

namespace np {
namespace {

using Transfer = ToneMap::Transfer;

std::array<std::uint8_t, 3> mapped(Transfer transfer, bool wide, std::array<std::uint8_t, 3> rgb) {
  ToneMap(transfer, wide).apply(rgb);
  return rgb;
}

TEST(ToneMap, PaperIsNearlyWhite) {
  // 203 cd/m²: 0.58 of PQ's range, 0.75 of HLG's.
  for (const auto& [transfer, code] : {std::pair<Transfer, std::uint8_t>{Transfer::kPq, 148}, {Transfer::kHlg, 191}}) {
    const auto out = mapped(transfer, true, {code, code, code});
    EXPECT_GT(out[0], 225);
    EXPECT_LT(out[0], 250);
    EXPECT_NEAR(out[0], out[1], 1) << "grey stays grey";
    EXPECT_NEAR(out[0], out[2], 1);
  }
}

TEST(ToneMap, MiddleGreyIsKept) {
  // 18 % of 203 cd/m² is 36.5, which is 0.41 of PQ's range; on an ordinary screen it is code 118.
  const auto out = mapped(Transfer::kPq, true, {105, 105, 105});
  EXPECT_NEAR(out[1], 118, 6);
}

TEST(ToneMap, BlackIsBlackAndMoreIsNeverLess) {
  for (const Transfer transfer : {Transfer::kPq, Transfer::kHlg}) {
    EXPECT_EQ(mapped(transfer, true, {0, 0, 0}), (std::array<std::uint8_t, 3>{0, 0, 0}));
    int before = 0;
    for (int code = 0; code < 256; ++code) {
      const auto c = static_cast<std::uint8_t>(code);
      const int now = mapped(transfer, false, {c, c, c})[1];
      EXPECT_GE(now, before) << code;
      before = now;
    }
    EXPECT_EQ(before, 255);
  }
}

TEST(ToneMap, WideColoursAreMadeNarrow) {
  const auto wide = mapped(Transfer::kPq, true, {148, 100, 100});
  const auto narrow = mapped(Transfer::kPq, false, {148, 100, 100});
  EXPECT_GE(wide[0] - wide[1], narrow[0] - narrow[1]) << "BT.2020's red is redder than a screen's";
}

}  // namespace
}  // namespace np
