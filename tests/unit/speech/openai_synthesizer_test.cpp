// The voice at a distance against servers that speak well, badly and not at all.
#include "speech/openai_synthesizer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <numbers>
#include <ostream>
#include <thread>
#include <vector>

#include "base/manual_loop.hpp"
#include "servers/scripted_server.hpp"
#include "speech/wav_file.hpp"

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Asked;
using test::ScriptedServer;
using test::Wire;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto kLimit = seconds(20);  // real time, for sockets
constexpr double kTone = 440;

// Half a second of a tone, signed 16 bit little-endian.
std::string tone(int rate, int channels = 1) {
  std::string bytes;
  for (int i = 0; i < rate / 2; ++i) {
    const auto sample =
        static_cast<std::int16_t>(std::lround(12000 * std::sin(2 * std::numbers::pi * kTone * i / rate)));
    for (int c = 0; c < channels; ++c) {
      bytes += static_cast<char>(sample & 0xFF);
      bytes += static_cast<char>(sample >> 8 & 0xFF);
    }
  }
  return bytes;
}

// How much of the sound is that tone: 1 is all.
double purity(const std::vector<std::int16_t>& sound) {
  double sine = 0, cosine = 0, power = 0;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double phase = 2 * std::numbers::pi * kTone * static_cast<double>(i) / kSampleRate;
    sine += sound[i] * std::sin(phase);
    cosine += sound[i] * std::cos(phase);
    power += static_cast<double>(sound[i]) * sound[i];
  }
  return power == 0 ? 0 : 2 * (sine * sine + cosine * cosine) / (power * static_cast<double>(sound.size()));
}

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

// Says at once what it was given, as one chunk of a length of its own.
class EchoVoice final : public Synthesizer {
 public:
  explicit EchoVoice(Loop& loop, std::vector<std::string>& spoken) : loop_(loop), spoken_(spoken) {}
  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override {
    loop_.post(answers_.guard([this, sentence, on_chunk, on_done] {
      spoken_.push_back(sentence);
      auto chunk = std::make_shared<PcmChunk>();
      chunk->samples.assign(7, 7);
      on_chunk(chunk);
      on_done({});
    }));
  }
  void cancel() override { answers_.renew(); }
  std::string name() const override { return "echo"; }

 private:
  Loop& loop_;
  std::vector<std::string>& spoken_;
  Lifetime answers_;
};

class OpenAiSynthesizerTest : public testing::Test {
 protected:
  void start(const std::string& url, std::string key = "") {
    voice = std::make_unique<OpenAiSynthesizer>(
        loop, OpenAiVoice{.url = url, .model = "kokoro", .voice = "bella", .key = std::move(key)},
        std::make_unique<EchoVoice>(loop, echoed));
  }
  void speak(const std::string& text) {
    voice->speak(
        text, [this](PcmPtr chunk) { sound.insert(sound.end(), chunk->samples.begin(), chunk->samples.end()); },
        [this](std::expected<void, Error> result) { ends.push_back(result ? "" : result.error().message()); });
  }
  void run_until_ended(std::size_t count) {
    while (ends.size() < count) ASSERT_TRUE(loop.wait_posted(kLimit));
  }
  void say(const std::string& text) {
    sound.clear();
    const std::size_t count = ends.size() + 1;
    speak(text);
    run_until_ended(count);
  }
  // The tone, cut at its end, and the pause after it.
  void expect_tone() {
    EXPECT_NEAR(static_cast<double>(sound.size()), kSampleRate * 0.65, 600);
    ASSERT_GT(sound.size(), kSampleRate / 2u);
    sound.resize(kSampleRate / 2);
    EXPECT_GT(purity(sound), 0.98);
  }

  ManualLoop loop;
  std::vector<std::string> echoed;
  std::vector<std::int16_t> sound;
  std::vector<std::string> ends;
  std::unique_ptr<OpenAiSynthesizer> voice;
};

TEST_F(OpenAiSynthesizerTest, SpeaksRawSoundAsItComes) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    const std::string bytes = tone(24000);
    for (std::size_t at = 0; at < bytes.size(); at += 999) wire.chunk(bytes.substr(at, 999));  // samples are cut
    wire.end_chunked();
  });
  start(server.url() + "/v1", "k3y");
  say("Hello there.");
  EXPECT_EQ(ends[0], "");
  expect_tone();
  const Asked asked = server.asked("/v1/audio/speech").at(0);
  for (const char* field : {R"("model":"kokoro")", R"("voice":"bella")", R"("input":"Hello there.")",
                            R"("response_format":"pcm")", "Authorization: Bearer k3y"})
    EXPECT_TRUE(asked.has(field)) << field;
  EXPECT_EQ(voice->name(), "bella at " + server.place());
  EXPECT_THAT(echoed, IsEmpty());
}

TEST_F(OpenAiSynthesizerTest, SoundIsHeardBeforeTheSentenceIsComplete) {
  std::atomic<bool> heard = false;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    while (!heard) std::this_thread::yield();
    wire.end_chunked();
  });
  start(server.url());
  speak("Hello.");
  while (sound.empty()) ASSERT_TRUE(loop.wait_posted(kLimit));
  EXPECT_THAT(ends, IsEmpty());
  heard = true;
  run_until_ended(1);
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
std::uint32_t size_of(const std::string& bytes) { return static_cast<std::uint32_t>(bytes.size()); }

class SoundOfAnyKind : public OpenAiSynthesizerTest, public testing::WithParamInterface<Kind> {};

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
  say("Hello.");
  EXPECT_EQ(ends[0], "");
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

class Refusal : public OpenAiSynthesizerTest, public testing::WithParamInterface<Kind> {
 protected:
  static int status() { return std::atoi(GetParam().type.c_str()); }
};

// `type` is the status and the content type.
TEST_P(Refusal, TheOtherVoiceTakesTheSentence) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    const std::string& type = GetParam().type;
    if (status() == 0) return wire.close();
    wire.answer(status(), type.substr(type.find(' ') + 1), GetParam().body);
  });
  start(server.url(), "k3y");
  say("Hello.");
  EXPECT_EQ(ends[0], "");
  EXPECT_THAT(echoed, ElementsAre("Hello."));
  EXPECT_THAT(sound, testing::SizeIs(7)) << "nothing of what the server sent is heard";
  EXPECT_THAT(voice->name(), AllOf(HasSubstr("echo"), HasSubstr(server.place()), Not(HasSubstr("k3y"))));
}

INSTANTIATE_TEST_SUITE_P(
    All, Refusal,
    testing::Values(Kind{"Key", "401 application/json", "{}"}, Kind{"NotFound", "404 application/json", "{}"},
                    Kind{"TooMuch", "429 text/plain", ""}, Kind{"Broken", "500 text/plain", "oh"},
                    Kind{"LoginPage", "200 text/html", "<html>Sign in</html>"},
                    Kind{"ErrorInOk", "200 application/json", R"({"error":"no voice"})"},
                    Kind{"Mp3", "200 audio/mpeg", "ID3 and so on, and so on"},
                    Kind{"Mp3NotCalledSo", "200 audio/pcm", "ID3 and so on, and so on"},
                    Kind{"Nothing", "200 audio/pcm", ""}, Kind{"HalfASample", "200 audio/pcm", "x"},
                    Kind{"HalfAHeader", "200 audio/wav", "RIFF1234WAVEfmt "},
                    Kind{"WavOfOddKind", "200 audio/wav", wav(24000, 1, tone(24000), 24000, 85, 16)},
                    Kind{"WavOfOddRate", "200 audio/wav", wav(1, 1, tone(24000), 24000)}, Kind{"NobodyThere", "0", ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(OpenAiSynthesizerTest, TheServerIsTriedAgainAfterAPauseThatGrows) {
  auto server = std::make_unique<ScriptedServer>([](const Asked&, Wire& wire) { wire.answer(500, "text/plain", ""); });
  start(server->url());
  say("One.");
  say("Two.");  // not asked
  EXPECT_EQ(server->asked().size(), 1u);
  loop.advance(milliseconds(1000));
  say("Three.");
  EXPECT_EQ(server->asked().size(), 2u);
  loop.advance(milliseconds(1500));
  say("Four.");  // the pause has doubled
  EXPECT_EQ(server->asked().size(), 2u);
  loop.advance(milliseconds(500));
  say("Five.");
  EXPECT_EQ(server->asked().size(), 3u);
  EXPECT_THAT(echoed, ElementsAre("One.", "Two.", "Three.", "Four.", "Five."));
  const int port = server->port();
  server.reset();
  server = std::make_unique<ScriptedServer>(
      [](const Asked&, Wire& wire) { wire.answer(200, "audio/pcm", tone(24000)); }, port);
  loop.advance(seconds(30));
  say("Six.");
  expect_tone();
  EXPECT_EQ(voice->name(), "bella at " + server->place());
  EXPECT_THAT(echoed, testing::SizeIs(5));
}

TEST_F(OpenAiSynthesizerTest, AServerThatAsksToWaitIsLeftAlone) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.answer(429, "text/plain", "", "Retry-After: 90\r\n"); });
  start(server.url());
  say("One.");
  loop.advance(seconds(89));
  say("Two.");
  EXPECT_EQ(server.asked().size(), 1u);
  loop.advance(seconds(1));
  say("Three.");
  EXPECT_EQ(server.asked().size(), 2u);
}

TEST_F(OpenAiSynthesizerTest, ASentenceThatBreaksOffIsNotSaidTwice) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    wire.close();
  });
  start(server.url());
  speak("One.");
  speak("Two.");
  run_until_ended(2);
  EXPECT_THAT(ends[0], HasSubstr("broke off"));
  EXPECT_GT(sound.size(), kSampleRate / 4u);
  EXPECT_THAT(echoed, ElementsAre("Two."));
}

TEST_F(OpenAiSynthesizerTest, SentencesKeepTheirOrderWhoeverSpeaks) {
  std::atomic<int> count = 0;
  ScriptedServer server([&](const Asked&, Wire& wire) {
    if (++count > 2) return wire.answer(500, "text/plain", "");
    wire.answer(200, "audio/pcm", tone(24000));
  });
  start(server.url());
  std::vector<int> order;
  for (int i = 0; i < 5; ++i)
    voice->speak(
        "Go.", [&, i](PcmPtr) { order.push_back(i); },
        [&](std::expected<void, Error> r) { ends.emplace_back(r ? "" : "x"); });
  run_until_ended(5);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.back(), 4);
  EXPECT_THAT(echoed, testing::SizeIs(3));
}

TEST_F(OpenAiSynthesizerTest, WithoutWordsNobodyIsAsked) {
  start("http://127.0.0.1:9");
  speak("");
  speak("... !");
  run_until_ended(2);
  EXPECT_THAT(ends, ElementsAre("", ""));
  EXPECT_THAT(sound, IsEmpty());
  EXPECT_THAT(echoed, IsEmpty());
}

TEST_F(OpenAiSynthesizerTest, RefusesWhatGoesOverItsBounds) {
  ScriptedServer server([](const Asked&, Wire& wire) { wire.wait_closed(); });
  start(server.url());
  for (int i = 0; i < 70; ++i) speak("Go.");
  speak(std::string(OpenAiSynthesizer::kMaxBytes + 1, 'x'));
  loop.run_posted();
  ASSERT_EQ(ends.size(), 6u) << "one is spoken, 64 wait";
  EXPECT_THAT(ends[0], HasSubstr("64 sentences behind"));
  EXPECT_THAT(ends[5], HasSubstr("too long"));
}

TEST_F(OpenAiSynthesizerTest, CancelEndsEverythingAtOnce) {
  ScriptedServer server([](const Asked& asked, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    wire.chunk(tone(24000));
    if (asked.has("endless")) wire.wait_closed();
    wire.end_chunked();
  });
  start(server.url());
  for (int i = 0; i < 5; ++i) {
    sound.clear();
    speak("An endless sentence.");
    speak("Another one.");
    while (sound.empty()) ASSERT_TRUE(loop.wait_posted(kLimit));
    voice->cancel();
    sound.clear();
    loop.run_posted();
    EXPECT_THAT(sound, IsEmpty());
    EXPECT_THAT(ends, IsEmpty());
  }
  say("Go on.");
  expect_tone();
  EXPECT_THAT(echoed, IsEmpty()) << "to be cancelled is no failure";
  EXPECT_THAT(ends, ElementsAre(""));
}

TEST_F(OpenAiSynthesizerTest, MayBeCancelledOrDestroyedByItsOwnCallback) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    for (int i = 0; i < 10; ++i) wire.chunk(tone(24000));
    wire.end_chunked();
  });
  start(server.url());
  int chunks = 0;
  voice->speak(
      "Go.",
      [&](PcmPtr) {
        if (++chunks == 2) voice->cancel();
      },
      [](std::expected<void, Error>) { FAIL() << "cancelled, yet ended"; });
  while (chunks < 2) ASSERT_TRUE(loop.wait_posted(kLimit));
  bool ended = false;
  voice->speak(
      "Go.", [](PcmPtr) {},
      [&](std::expected<void, Error>) {
        ended = true;
        voice.reset();
      });
  while (!ended) ASSERT_TRUE(loop.wait_posted(kLimit));
  loop.run_posted();
  EXPECT_EQ(chunks, 2);
}

TEST_F(OpenAiSynthesizerTest, AnEndlessSentenceIsCut) {
  ScriptedServer server([](const Asked&, Wire& wire) {
    wire.begin_chunked("audio/pcm");
    const std::string some = tone(24000);
    for (int i = 0; i < 1000; ++i) wire.chunk(some);
    wire.wait_closed();
  });
  start(server.url());
  say("Go.");
  EXPECT_EQ(ends[0], "");
  EXPECT_GT(sound.size(), 119u * kSampleRate);
  EXPECT_LT(sound.size(), 125u * kSampleRate);
}

}  // namespace
}  // namespace np
