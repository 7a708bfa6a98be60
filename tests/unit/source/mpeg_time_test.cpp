#include "source/mpeg_time.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint8_t kPicture = 0xE0, kSound = 0xC0;

// The five bytes of a time in a PES head.
std::string stamp(std::uint64_t ticks) {
  const auto byte = [](std::uint64_t value) { return static_cast<char>(value & 0xFF); };
  return {byte(0x21 | (ticks >> 29 & 0x0E)), byte(ticks >> 22), byte((ticks >> 14) | 1), byte(ticks >> 7),
          byte((ticks << 1) | 1)};
}

std::string packet(std::uint8_t stream, std::uint64_t ticks, bool begins = true, std::size_t adaptation = 0) {
  std::string out{'\x47', static_cast<char>(begins ? 0x41 : 0x01), 0, static_cast<char>(adaptation ? 0x30 : 0x10)};
  if (adaptation) out += static_cast<char>(adaptation - 1) + std::string(adaptation - 1, '\xFF');
  out += std::string("\0\0\1", 3) + static_cast<char>(stream) + std::string("\0\0\x80\x80\5", 5) + stamp(ticks);
  out.resize(188, '\xAA');
  return out;
}

std::string tag(const std::string& owner, const std::string& content) {
  const std::string frame = owner + std::string(1, '\0') + content;
  const auto size = [](std::size_t n) {
    return std::string{0, 0, static_cast<char>(n >> 7), static_cast<char>(n & 127)};
  };
  return std::string("ID3\4\0\0", 6) + size(frame.size() + 10) + "PRIV" + size(frame.size()) + std::string(2, '\0') +
         frame;
}

TEST(MpegTime, OfTheFirstPictureOrSound) {
  const std::string piece = packet(kSound, 90'000 * 2, false) + packet(kSound, 90'000 * 3, true, 20) +
                            packet(kPicture, 90'000 * 5) + packet(kPicture, 90'000 * 6) + packet(kSound, 1);
  EXPECT_EQ(mpeg_time(piece, true), seconds(3));
  EXPECT_EQ(mpeg_time(piece, false), seconds(5));
}

TEST(MpegTime, AllItsBits) {
  for (const std::uint64_t ticks :
       {std::uint64_t{0}, std::uint64_t{90}, (std::uint64_t{1} << 33) - 90, std::uint64_t{0x155555554}})
    EXPECT_NEAR(to_seconds(mpeg_time(packet(kPicture, ticks), false).value()), static_cast<double>(ticks) / 90'000,
                1e-6);
  EXPECT_NEAR(to_seconds(kMpegTimeWraps), 95443.7, 0.1);
}

TEST(MpegTime, OfBareSoundItsTagTells) {
  const std::string name = "com.apple.streaming.transportStreamTimestamp";
  const std::string told = tag(name, std::string("\0\0\0\0\0\1\x5F\x90", 8)) + "\xFF\xF1 sound";
  EXPECT_TRUE(is_bare_sound(told));
  EXPECT_EQ(mpeg_time(told, true), seconds(1));
  EXPECT_EQ(mpeg_time(told, false), std::nullopt);
  EXPECT_EQ(told.substr(id3_size(told)), "\xFF\xF1 sound");
  for (const std::string& odd : {tag("somebody", "12345678"), tag(name, "short"), std::string("\xFF\xF1 sound"),
                                 std::string("\x0B\x77 sound")}) {
    EXPECT_TRUE(is_bare_sound(odd));
    EXPECT_EQ(mpeg_time(odd, true), std::nullopt);
  }
}

TEST(MpegTime, OfAnythingElseNothing) {
  const std::string whole = packet(kPicture, 90'000);
  for (const std::string& odd :
       {std::string(), std::string("\x47"), whole.substr(0, 187), std::string(188, '\x47'), whole + "no packet follows",
        std::string("\0\0\0\x1C"
                    "ftypisom",
                    12),
        std::string("ID3"), std::string("ID3\4\0\0\x7F\x7F\x7F\x7F")}) {
    mpeg_time(odd, true);
    id3_size(odd);
    EXPECT_EQ(mpeg_time(odd, false), std::nullopt) << odd;
  }
  EXPECT_FALSE(is_bare_sound(whole));
  // A head that says it reaches beyond its packet.
  std::string deep = packet(kPicture, 90'000, true, 20);
  deep[4] = '\xFF';
  EXPECT_EQ(mpeg_time(deep, false), std::nullopt);
}

}  // namespace
}  // namespace np
