#include "speech/server/sound_kind.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace np {
namespace {

using namespace std::string_literals;

std::string frames(const std::string& head, std::size_t length) {
  std::string frame = head;
  frame.resize(length, 'x');
  return frame + frame + frame;
}

const char* judged(const std::string& bytes) {
  const SoundKind kind = kind_of(bytes);
  EXPECT_LE(kind.need, bytes.size());
  return kind.other ? kind.other : "raw";
}

TEST(SoundKind, CodedSoundIsKnownByItsFrames) {
  EXPECT_STREQ(judged(frames("\xFF\xFB\x90\x44", 417)), "MP3") << "44.1 kHz, 128 kbit/s";
  EXPECT_STREQ(judged(frames("\xFF\xF3\x84\xC4", 192)), "MP3") << "24 kHz, 64 kbit/s";
  EXPECT_STREQ(judged(frames("\xFF\xFD\x84\x00"s, 384)), "MP3") << "layer 2, 48 kHz, 128 kbit/s";
  EXPECT_STREQ(judged(frames("\xFF\xF1\x58\x80\x14\x9F\xFC", 164)), "AAC");
  EXPECT_STREQ(judged("ID3\x03 and so on"), "MP3");
  EXPECT_STREQ(judged("OggS..."), "Ogg");
  EXPECT_STREQ(judged("fLaC..."), "FLAC");
}

TEST(SoundKind, TextIsKnown) {
  EXPECT_STREQ(judged(R"( {"error":{"message":"voice not found in the list of voices"}})"), "text");
  EXPECT_STREQ(judged("<!DOCTYPE html><html><head><title>Sign in</title></head>"), "a web page");
  EXPECT_GT(kind_of(R"({"error)").need, 7u) << "more would tell";
}

TEST(SoundKind, RawSoundIsNeverTakenForSomethingElse) {
  EXPECT_STREQ(judged(""), "raw");
  EXPECT_STREQ(judged("x"), "raw");
  for (const std::string& front :
       {"\xFF\xFF"s, "\xFF\xFF\xFF\xFF"s, "\0\0"s, "{\0"s, "<\xFF"s, "\xFF\xFB"s, "\xFF\xF1"s, "\xFF\xF3"s})
    EXPECT_STREQ(judged(front + std::string(4000, '\1')), "raw") << testing::PrintToString(front);
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, 400);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    for (int i = 0; i < 800; ++i) {
      const auto sample = static_cast<std::int16_t>(noise(random));
      bytes += static_cast<char>(sample & 0xFF);
      bytes += static_cast<char>(sample >> 8 & 0xFF);
    }
    ASSERT_EQ(kind_of(bytes).other, nullptr) << round;
  }
}

}  // namespace
}  // namespace np
