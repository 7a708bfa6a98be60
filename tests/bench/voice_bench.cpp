// The voices' figures, flite beside the neural one: sentence complete -> first sound on the loop by the sentence's
// length, processor time against the sound's, loudness, the silence around a sentence, memory, several shows at once.
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "audio/loudness_meter.hpp"
#include "base/heap.hpp"
#include "base/manual_loop.hpp"
#include "speech/flite/flite_voice.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "speech/neural/neural_voice.hpp"

namespace {

using namespace np;

constexpr int kRounds = 5;
constexpr float kHeard = 0.02F;  // of full scale

const std::vector<std::string> kShort{"Three people are in view now", "A red car turns to the left.",
                                      "She looks at the open door."};
const std::vector<std::string> kMedium{
    "The striker in the red shirt runs past the last two defenders and passes to the left wing where nobody follows",
    "A man in a dark coat walks slowly across the yard and stops beside the white car that was parked there before.",
    "Two people carry a long ladder towards the house while a small dog runs around them and a child looks on again"};
const std::vector<std::string> kLines{"Three people are in view now.",
                                      "A man in a dark coat enters on the left.",
                                      "Someone leaves the picture on the right side.",
                                      "The goalkeeper makes a brilliant save and the crowd goes wild!",
                                      "Has he really seen that?",
                                      "A red car turns slowly into the parking lot.",
                                      "The bird spreads its wings and flies away.",
                                      "What a shot! It is two one now.",
                                      "He opens the door, looks into the corridor, and waits.",
                                      "Nobody is there."};

// What is its own: code of libraries is everybody's who uses them.
double own_mb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (word == "RssAnon:") {
      double kb = 0;
      status >> kb;
      return kb / 1024;
    }
  return 0;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct Spoken {
  double first_ms = 0;
  std::vector<float> sound;
};

Spoken speak(VoiceSession& session, ManualLoop& loop, const std::string& text) {
  Spoken spoken;
  const TimePoint given = Clock::now();
  bool ended = false;
  session.speak(
      text,
      [&](PcmPtr chunk) {
        if (spoken.sound.empty()) spoken.first_ms = to_seconds(Clock::now() - given) * 1000;
        for (const std::int16_t sample : chunk->samples) spoken.sound.push_back(static_cast<float>(sample) / 32768);
      },
      [&](std::expected<void, Error>) { ended = true; });
  while (!ended) loop.wait_posted(std::chrono::seconds(10));
  return spoken;
}

// The value that this share of them does not exceed.
double at_share(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1];
}

double first_p95(Voice& voice, ManualLoop& loop, const std::vector<std::string>& sentences) {
  const auto session = voice.open_session(loop);
  std::vector<double> of_rounds;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> firsts;
    for (int i = 0; i < 7; ++i)
      for (const std::string& sentence : sentences) firsts.push_back(speak(*session, loop, sentence).first_ms);
    of_rounds.push_back(at_share(firsts, 0.95));
  }
  return at_share(of_rounds, 0.5);
}

// The last of four shows that begin at once.
double four_at_once_ms(Voice& voice, ManualLoop& loop, const std::string& sentence) {
  std::vector<double> lasts;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::unique_ptr<VoiceSession>> shows;
    int heard = 0, ended = 0;
    double last = 0;
    const TimePoint given = Clock::now();
    for (int i = 0; i < 4; ++i) {
      shows.push_back(voice.open_session(loop));
      shows.back()->speak(
          sentence,
          [&, first = true](PcmPtr) mutable {
            if (std::exchange(first, false) && ++heard == 4) last = to_seconds(Clock::now() - given) * 1000;
          },
          [&](std::expected<void, Error>) { ++ended; });
    }
    while (ended < 4) loop.wait_posted(std::chrono::seconds(10));
    lasts.push_back(last);
  }
  return at_share(lasts, 0.5);
}

// From cancel() to the worker being free for somebody else, wherever the work was: before the network's run, in it, in
// the sound. Nothing of the sentence is heard after cancel() in any case.
std::vector<double> cancels_ms(Voice& voice, ManualLoop& loop) {
  const auto show = voice.open_session(loop), other = voice.open_session(loop);
  std::vector<double> times;
  for (int i = 0; i < 120; ++i) {
    int chunks = 0;
    show->speak(
        kMedium[static_cast<std::size_t>(i) % kMedium.size()], [&](PcmPtr) { ++chunks; },
        [](std::expected<void, Error>) {});
    // Up to 60 ms into it; the sound comes meanwhile.
    const TimePoint until = Clock::now() + std::chrono::milliseconds(i % 60);
    while (Clock::now() < until) loop.wait_posted(std::chrono::milliseconds(1));
    bool free = false;
    const TimePoint cancelled = Clock::now();
    show->cancel();
    chunks = 0;
    other->speak("", [](PcmPtr) {}, [&](std::expected<void, Error>) { free = true; });
    while (!free) loop.wait_posted(std::chrono::seconds(10));
    times.push_back(to_seconds(Clock::now() - cancelled) * 1000);
    if (chunks > 0) std::printf("voice: sound came after cancel()\n"), std::exit(1);
  }
  return times;
}

struct Bars {
  double short_ms, medium_ms, cancel_ms;
  double before_ms;  // of silence
};
// flite stands in. Its soft "th" at the beginning of a sentence is quieter than what counts as heard here.
constexpr Bars kFlite{150, 150, 100, 60}, kNeural{60, 120, 20, 40};

bool measure(const char* name, Voice& voice, ManualLoop& loop, const Bars& bars) {
  const double short_ms = first_p95(voice, loop, kShort), medium_ms = first_p95(voice, loop, kMedium);
  const auto session = voice.open_session(loop);
  std::vector<double> loudness, before, after, peaks, costs;
  for (int round = 0; round < kRounds; ++round) {
    const double cpu_before = cpu_seconds();
    double sound_s = 0;
    std::vector<Spoken> lines;
    for (const std::string& line : kLines) {
      lines.push_back(speak(*session, loop, line));
      sound_s += static_cast<double>(lines.back().sound.size()) / kSampleRate;
    }
    costs.push_back((cpu_seconds() - cpu_before) / sound_s);
    if (round > 0) continue;
    for (const Spoken& line : lines) {
      LoudnessMeter meter(kSampleRate);
      meter.push(line.sound);
      loudness.push_back(meter.integrated());
      peaks.push_back(meter.true_peak());
      const auto heard = [](float sample) { return std::abs(sample) > kHeard; };
      const auto first = std::ranges::find_if(line.sound, heard);
      const auto behind = std::ranges::find_last_if(line.sound, heard);
      before.push_back(static_cast<double>(first - line.sound.begin()) * 1000 / kSampleRate);
      after.push_back(static_cast<double>(behind.size()) * 1000 / kSampleRate);
    }
  }
  const double four_ms = four_at_once_ms(voice, loop, kShort[0]);
  const auto cancels = cancels_ms(voice, loop);
  std::printf(
      "voice %s: first sound, p95, median of five: 28 characters %.1f ms, 110 characters %.1f ms (at most %.0f / "
      "%.0f)\n",
      name, short_ms, medium_ms, bars.short_ms, bars.medium_ms);
  std::printf("voice %s: the last of four shows at once, 28 characters: %.1f ms (at most %.0f)\n", name, four_ms,
              2 * bars.short_ms);
  std::printf("voice %s: cancelled within %.1f ms, p95 %.1f ms, at most %.1f ms (p95 at most %.0f)\n", name,
              at_share(cancels, 0.5), at_share(cancels, 0.95), std::ranges::max(cancels), bars.cancel_ms);
  std::printf("voice %s: CPU seconds a second of sound %.4f (at most 0.03)\n", name, at_share(costs, 0.5));
  std::printf("voice %s: loudness of ten lines %.1f to %.1f LUFS, highest peak %.1f dBTP\n", name,
              std::ranges::min(loudness), std::ranges::max(loudness), std::ranges::max(peaks));
  std::printf(
      "voice %s: silence before a sentence at most %.0f ms (at most %.0f), behind it with the pause %.0f to %.0f ms "
      "(250 "
      "to 400)\n",
      name, std::ranges::max(before), bars.before_ms, std::ranges::min(after), std::ranges::max(after));
  return at_share(cancels, 0.95) <= bars.cancel_ms && short_ms <= bars.short_ms && medium_ms <= bars.medium_ms &&
         four_ms <= 2 * bars.short_ms && at_share(costs, 0.5) <= 0.03 &&
         std::ranges::max(loudness) - std::ranges::min(loudness) <= 3 && std::ranges::max(before) <= bars.before_ms &&
         std::ranges::min(after) >= 250 && std::ranges::max(after) <= 400;
}

}  // namespace

int main() {
  share_heap_among_threads();
  ManualLoop loop;
  const TextReader reader;
  const double nothing_mb = own_mb();
  FliteVoice flite(reader);
  const bool flite_well = measure("flite", flite, loop, kFlite);
  return_free_memory();
  const double flite_mb = own_mb();
  NeuralVoice neural(voice_file(""), {.name = "Clara"}, reader);
  neural.wait_loaded();
  if (!neural.status().ready) return std::printf("%s\n", neural.status().detail.c_str()), 1;
  const bool neural_well = measure("neural", neural, loop, kNeural);
  return_free_memory();
  const double neural_mb = own_mb();
  std::printf(
      "voice: memory of its own: flite %.1f MB, the neural voice %.1f MB more (at most 25), 11 of them ONNX Runtime's, "
      "as the detector's\n",
      flite_mb - nothing_mb, neural_mb - flite_mb);
  return flite_well && neural_well && neural_mb - flite_mb <= 25 ? 0 : 1;
}
