// The answers of speech servers: sound of any kind, and things that are no sound.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>

#include "unit/speech/server/openai_voice_fixture.hpp"

namespace np {
namespace {

using test::Asked;
using test::kTone;
using test::OpenAiVoiceTest;
using test::ScriptedServer;
using test::tone;
using test::Wire;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string number(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i & 0xFF);
  return text;
}

std::string wav(int rate, int channels, const std::string& data, std::uint32_t length, int encoding = 1,
                int bits = 16) {
  const int frame = channels * bits / 8;
  return "RIFF" + number(0xFFFFFFFF, 4) + "WAVE" + "LIST" + number(5, 4) + "abcde" + '\0' + "fmt " + number(16, 4) +
         number(encoding, 2) + number(channels, 2) + number(rate, 4) + number(rate * frame, 4) + number(frame, 2) +
         number(bits, 2) + "data" + number(length, 4) + data;
}

struct Kind {
  const char* name;
  std::string type;
  std::string body;
};
void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

std::string floats(int rate) {
  std::string bytes;
  for (int i = 0; i < rate / 2; ++i) {
    const auto sample = static_cast<float>(0.4 * std::sin(2 * std::numbers::pi * kTone * i / rate));
    bytes.append(reinterpret_cast<const char*>(&sample), 4);
  }
  return bytes;
}
std::string three_bytes(const std::string& two_bytes) {
  std::string bytes;
  for (std::size_t i = 0; i < two_bytes.size(); i += 2) bytes += std::string(1, '\0') + two_bytes.substr(i, 2);
  return bytes;
}
std::string mp3() {
  std::string frame = "\xFF\xF3\x84\xC4";
  frame.resize(192, 'x');
  std::string all;
  for (int i = 0; i < 50; ++i) all += frame;
  return all;
}
std::string aac() {
  // ADTS: frames of 96 bytes, each with its length.
  std::string frame = "\xFF\xF1\x58\x40\x0C\x1F\xFC";
  frame.resize(96, 'x');
  std::string all;
  for (int i = 0; i < 50; ++i) all += frame;
  return all;
}
std::string headers() {
  std::string all;
  for (int i = 0; i < 100; ++i) all += "LIST" + number(1000, 4) + std::string(1000, 'x');
  return all;
}
std::uint32_t size_of(const std::string& bytes) { return static_cast<std::uint32_t>(bytes.size()); }

class SoundOfAnyKind : public OpenAiVoiceTest, public testing::WithParamInterface<Kind> {};

TEST_P(SoundOfAnyKind, IsTheSameTone) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked(GetParam().type);
    const std::string& body = GetParam().body;
    // The header byte by byte.
    std::size_t at = 0;
    for (; at < 80; ++at) wire.chunk(body.substr(at, 1));
    for (; at < body.size(); at += 4001) wire.chunk(body.substr(at, 4001));
    wire.end_chunked();
  });
  start(server.url());
  show->say("Hello.");
  EXPECT_THAT(show->ends, ElementsAre(""));
  expect_tone();
}

INSTANTIATE_TEST_SUITE_P(
    All, SoundOfAnyKind,
    testing::Values(
        Kind{"Pcm", "application/octet-stream", tone(24000)},
        Kind{"PcmOfOtherRate", "audio/pcm;rate=16000", tone(16000)},
        Kind{"Wav", "audio/wav", wav(22050, 1, tone(22050), size_of(tone(22050)))},
        Kind{"WavWithMoreAfterIt", "audio/wav", wav(24000, 1, tone(24000), size_of(tone(24000))) + "LIST junk"},
        Kind{"WavStereo", "audio/x-wav", wav(44100, 2, tone(44100, 2), size_of(tone(44100, 2)))},
        Kind{"WavOfUnknownLength", "audio/wav", wav(48000, 1, tone(48000), 0xFFFFFFFF)},
        Kind{"WavOfNoLength", "audio/wav", wav(24000, 1, tone(24000), 0)},
        Kind{"WavFloat", "audio/wav", wav(24000, 1, floats(24000), size_of(floats(24000)), 3, 32)},
        Kind{"Wav24", "audio/wav", wav(24000, 1, three_bytes(tone(24000)), size_of(three_bytes(tone(24000))), 1, 24)},
        Kind{"WavNotCalledSo", "audio/pcm", wav(8000, 1, tone(8000), size_of(tone(8000)))}),
    [](const auto& info) { return std::string(info.param.name); });

class Refusal : public OpenAiVoiceTest, public testing::WithParamInterface<Kind> {
 protected:
  static int status() { return std::atoi(GetParam().type.c_str()); }
};

// `type` is the status and the content type.
TEST_P(Refusal, IsAnErrorAndNoSound) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    const std::string& type = GetParam().type;
    if (status() == 0) return wire.close();
    wire.answer(status(), type.substr(type.find(' ') + 1), GetParam().body);
  });
  start(server.url(), "k3y");
  show->say("Hello.");
  EXPECT_THAT(show->sound, IsEmpty()) << "nothing of what the server sent is heard";
  const auto sentence =
      AllOf(HasSubstr("speech server"), HasSubstr(server.place()), EndsWith("."), Not(HasSubstr("k3y")));
  EXPECT_THAT(show->ends, ElementsAre(sentence));
  EXPECT_FALSE(voice->status().ready);
  EXPECT_FALSE(voice->status().starting);
  EXPECT_EQ(voice->status().detail, show->ends[0]);
}

INSTANTIATE_TEST_SUITE_P(
    All, Refusal,
    testing::Values(Kind{"Key", "401 application/json", "{}"}, Kind{"NotFound", "404 application/json", "{}"},
                    Kind{"TooMuch", "429 text/plain", ""}, Kind{"Broken", "500 text/plain", "oh"},
                    Kind{"LoginPage", "200 text/html", "<html>Sign in</html>"},
                    Kind{"ErrorInOk", "200 application/json", R"({"error":"no voice"})"},
                    Kind{"Mp3", "200 audio/mpeg", "ID3 and so on, and so on"},
                    Kind{"Mp3NotCalledSo", "200 audio/pcm", "ID3 and so on, and so on"},
                    Kind{"Mp3WithoutItsHead", "200 audio/pcm", mp3()},
                    Kind{"AacNotCalledSo", "200 application/octet-stream", aac()},
                    Kind{"ErrorCalledSound", "200 audio/pcm", R"({"error":{"message":"voice not found in the list"}})"},
                    Kind{"ShortErrorCalledSound", "200 application/octet-stream", R"({"error":"?"})"},
                    Kind{"HeadersWithoutEnd", "200 audio/wav", "RIFF1234WAVE" + headers()},
                    Kind{"NoWave", "200 audio/wav", "RIFF1234AVI LIST and so on"}, Kind{"Nothing", "200 audio/pcm", ""},
                    Kind{"HalfASample", "200 audio/pcm", "x"}, Kind{"HalfAHeader", "200 audio/wav", "RIFF1234WAVEfmt "},
                    Kind{"WavOfOddKind", "200 audio/wav", wav(24000, 1, tone(24000), 24000, 85, 16)},
                    Kind{"WavOfOddRate", "200 audio/wav", wav(1, 1, tone(24000), 24000)}, Kind{"NobodyThere", "0", ""}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace np
