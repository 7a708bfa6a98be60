// The voice's figures: sentence complete -> first chunk on the loop, speed against real time, memory.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "speech/flite_voice.hpp"

namespace {

using namespace np;

double resident_mb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (word == "VmRSS:") {
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

}  // namespace

int main() {
  const std::vector<std::string> sentences{
      "Goal!",
      "Three people are in view now.",
      "A man in a dark coat enters on the left.",
      "Someone leaves the picture on the right side.",
      "The goalkeeper makes a brilliant save and the crowd goes wild.",
      "The striker in the red shirt runs past the last two defenders, looks up, and passes the ball to the left wing, "
      "where "
      "nobody has followed the young winger, who has all the time in the world.",
  };
  const double before_mb = resident_mb();
  ManualLoop loop;
  FliteVoice voice;
  const auto session = voice.open_session(loop);
  std::vector<double> firsts;
  double very_first = 0;
  double audio_s = 0;
  const double cpu_before = cpu_seconds();
  for (int round = 0; round < 30; ++round)
    for (const auto& sentence : sentences) {
      const TimePoint given = Clock::now();
      bool heard = false, ended = false;
      session->speak(
          sentence,
          [&](PcmPtr chunk) {
            if (!std::exchange(heard, true)) firsts.push_back(to_seconds(Clock::now() - given) * 1000);
            audio_s += to_seconds(samples_to_duration(chunk->samples.size()));
          },
          [&](std::expected<void, Error>) { ended = true; });
      while (!ended) loop.wait_posted(std::chrono::seconds(10));
      if (very_first == 0) very_first = firsts.front();
    }
  const double cpu_s = cpu_seconds() - cpu_before;
  std::ranges::sort(firsts);
  const auto at = [&](double q) {
    return firsts[static_cast<std::size_t>(q * static_cast<double>(firsts.size() - 1))];
  };
  std::printf(
      "voice: sentence complete -> first chunk, ms: p50 %.1f, p95 %.1f, max %.1f, the very first %.1f (at most 150 "
      "p95)\n",
      at(0.5), at(0.95), firsts.back(), very_first);
  std::printf("voice: real-time factor %.4f (%.0f s of sound, %.1f s of CPU)\n", cpu_s / audio_s, audio_s, cpu_s);
  std::printf("voice: resident memory grew by %.1f MB\n", resident_mb() - before_mb);
  return at(0.95) <= 150 ? 0 : 1;
}
