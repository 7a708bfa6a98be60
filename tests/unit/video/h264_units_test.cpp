#include "video/h264_units.hpp"

#include <gtest/gtest.h>

namespace np {
namespace {

using Bytes = std::vector<std::uint8_t>;

const Bytes kSequenceSet{0x67, 0x42, 0xc0, 0x1e};
const Bytes kPictureSet{0x68, 0xce};

TEST(H264Units, StartCodesAreTakenOutAndSetsPutAside) {
  // A delimiter, both sets, a key slice; start codes of three and four bytes.
  const Bytes unit{0, 0, 0,    1,    0x09, 0x10, 0, 0, 0,    1,    0x67, 0x42, 0xc0, 0x1e, 0,
                   0, 1, 0x68, 0xce, 0,    0,    0, 1, 0x65, 0x88, 0,    0,    3,    1,    0};
  const auto out = split_h264(unit, 0);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->sequence_sets, std::vector<Bytes>{kSequenceSet});
  EXPECT_EQ(out->picture_sets, std::vector<Bytes>{kPictureSet});
  EXPECT_TRUE(out->key);
  EXPECT_EQ(out->rest, (Bytes{0, 0, 0, 6, 0x65, 0x88, 0, 0, 3, 1}));
}

TEST(H264Units, LengthsOfAnySizeBecomeFourBytes) {
  for (const int size : {1, 2, 3, 4}) {
    Bytes unit;
    for (const Bytes& one : {kSequenceSet, Bytes{0x06, 1}, Bytes{0x41, 2, 3}}) {
      unit.insert(unit.end(), static_cast<std::size_t>(size - 1), 0);
      unit.push_back(static_cast<std::uint8_t>(one.size()));
      unit.insert(unit.end(), one.begin(), one.end());
    }
    const auto out = split_h264(unit, size);
    ASSERT_TRUE(out) << size;
    EXPECT_FALSE(out->key);
    EXPECT_EQ(out->sequence_sets.size(), 1u);
    EXPECT_EQ(out->rest, (Bytes{0, 0, 0, 2, 0x06, 1, 0, 0, 0, 3, 0x41, 2, 3}));
  }
}

TEST(H264Units, NothingIsReadBeyondTheEnd) {
  EXPECT_FALSE(split_h264({}, 4));
  EXPECT_FALSE(split_h264({}, 0));
  EXPECT_FALSE(split_h264(Bytes{0, 0}, 4));
  EXPECT_FALSE(split_h264(Bytes{0, 0, 0, 9, 0x65}, 4));
  EXPECT_FALSE(split_h264(Bytes{0xff, 0xff, 0xff, 0xff, 0x65}, 4));
  EXPECT_FALSE(split_h264(Bytes{0, 0, 1}, 0));
  EXPECT_FALSE(split_h264(Bytes{0, 0, 1, 0x67, 1, 2, 3}, 0)) << "sets alone show nothing";
}

TEST(H264Units, TheDecodersConfigIsReadAndNotBelieved) {
  const Bytes whole{1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 4, 0x67, 0x42, 0xc0, 0x1e, 1, 0, 2, 0x68, 0xce};
  const auto sets = parse_avcc(whole);
  ASSERT_TRUE(sets);
  EXPECT_EQ(sets->length_size, 4);
  EXPECT_EQ(sets->sequence_sets, std::vector<Bytes>{kSequenceSet});
  EXPECT_EQ(sets->picture_sets, std::vector<Bytes>{kPictureSet});
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(parse_avcc(std::span(whole).first(size))) << size;
  Bytes other = whole;
  other[0] = 2;
  EXPECT_FALSE(parse_avcc(other));
}

}  // namespace
}  // namespace np
