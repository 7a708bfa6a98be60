#include "livekit/protobuf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "base/format.hpp"

namespace np::protobuf {
namespace {

using namespace std::string_view_literals;
using ::testing::ElementsAre;

std::vector<std::string> fields(std::string_view message) {
  std::vector<std::string> out;
  const bool good = read(message, [&](const Field& f) {
    out.push_back(f.bytes.data() ? np::format("{}:'{}'", f.number, f.bytes) : np::format("{}:{}", f.number, f.value));
  });
  if (!good) out.push_back("broken");
  return out;
}

// The examples of the format's own description.
TEST(Protobuf, WritesWhatTheFormatSays) {
  EXPECT_EQ(Writer().number(1, 150).bytes(), "\x08\x96\x01");
  EXPECT_EQ(Writer().text(2, "testing").bytes(), "\x12\x07testing");
  EXPECT_EQ(Writer().message(3, Writer().number(1, 150)).bytes(), "\x1a\x03\x08\x96\x01");
  EXPECT_EQ(Writer().packed(6, {3, 270, 86942}).bytes(), "\x32\x06\x03\x8e\x02\x9e\xa7\x05");
  EXPECT_EQ(Writer().number(1, static_cast<std::uint64_t>(-2)).bytes(), "\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST(Protobuf, WhatIsNothingIsLeftOutButForMessages) {
  EXPECT_EQ(Writer().number(1, 0).text(2, "").bytes(), "");
  EXPECT_EQ(Writer().message(3, Writer()).bytes(), "\x1a\0"sv);
}

TEST(Protobuf, ReadsWhatItWrites) {
  const Writer message =
      Writer().number(1, 7).text(2, "a").text(2, "b").entry(15, "key", "value").number(400, 1ull << 63);
  EXPECT_THAT(fields(message.bytes()),
              ElementsAre("1:7", "2:'a'", "2:'b'", "15:'\x0a\x03key\x12\x05value'", "400:9223372036854775808"));
}

TEST(Protobuf, PassesOverFixedNumbers) {
  EXPECT_THAT(fields("\x0d\x01\x02\x03\x04\x11\x01\0\0\0\0\0\0\x80\x10\x05"sv),
              ElementsAre("1:67305985", "2:9223372036854775809", "2:5"));
}

TEST(Protobuf, AnEmptyStringIsNoNumber) { EXPECT_THAT(fields("\x12\0"sv), ElementsAre("2:''")); }

TEST(Protobuf, WhatIsNoMessageIsSaid) {
  for (const auto bytes :
       {"\x08"sv,
        "\x12\x05"
        "ab"sv,
        "\x0d\x01"sv, "\x0b\x01"sv, "\x00\x01"sv, "\xff"sv, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"sv,
        "\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f"sv})
    EXPECT_EQ(fields(bytes).back(), "broken");
}

TEST(Protobuf, NoBytesDoHarm) {
  std::minstd_rand random(7);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    std::size_t inside = 0;
    (void)read(bytes, [&](const Field& f) { inside += f.bytes.size(); });
    EXPECT_LE(inside, bytes.size());
  }
}

}  // namespace
}  // namespace np::protobuf
