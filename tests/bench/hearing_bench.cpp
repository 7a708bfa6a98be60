// The figures of TALK=gaps: what listening costs a show, how soon it is heard that somebody speaks, and how well the
// commentator keeps to the gaps of a programme whose speech is known. NP_SAMPLE as ./dev sets it. Takes twice as long
// as its clip: `hearing_bench [seconds]`, 300 where nothing is said.
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/manual_loop.hpp"
#include "hearing/speech_detector.hpp"
#include "measure/gaps_kept.hpp"

namespace {

using namespace np;
using namespace std::chrono_literals;

constexpr double kSound = 120;  // seconds

int missed = 0;

void row(const std::string& what, const std::string& value, const std::string& bar, bool good) {
  missed += !good;
  std::printf("%s  %-66s %-34s %s\n", good ? "ok  " : "MISS", what.c_str(), value.c_str(), bar.c_str());
  std::fflush(stdout);
}

double own_mb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("RssAnon:")) return std::strtod(line.c_str() + 8, nullptr) / 1024;
  return 0;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// Some shows listen to their sound, each block of 20 ms as it comes.
void listen(const SpeechDetector& detector, ManualLoop& loop, int shows) {
  std::vector<std::unique_ptr<Ear>> ears;
  std::vector<TimePoint> heard(static_cast<std::size_t>(shows));
  for (TimePoint& until : heard)
    ears.push_back(detector.open_ear(loop, [&until](const Heard& h) { until = h.until(); }));
  TimePoint now{1h};
  for (int block = 0; block < kSound * 50; ++block, now += 20ms) {
    for (const auto& ear : ears) {
      auto sound = std::make_shared<SoundBlock>(now);
      for (int i = 0; i < 960; ++i)
        sound->samples.push_back(static_cast<std::int16_t>((i * 7919 + block * 104729) % 4001 - 2000));
      ear->hear(std::move(sound));
    }
    while (block >= 5 && now - heard.back() > 150ms) loop.wait_posted(10s);
  }
}

void cost_rows() {
  ManualLoop loop;
  const double before_mb = own_mb();
  const SpeechDetector detector(hearing_file(""));
  detector.wait_loaded();
  if (!detector.status().ready) throw std::runtime_error(detector.status().detail);
  listen(detector, loop, 1);
  return_free_memory();
  row("memory of hearing", np::format("{:.1f} MB more", own_mb() - before_mb), "25 MB", own_mb() - before_mb <= 25);
  for (const int shows : {1, 4}) {
    const double cpu = cpu_seconds();
    listen(detector, loop, shows);
    const double share = (cpu_seconds() - cpu) / kSound / shows;
    row(np::format("CPU of hearing, each of {} shows", shows), np::format("{:.2f} % of a core", 100 * share), "2 %",
        share <= 0.02);
  }
}

void gap_rows(double seconds) {
  const auto folder = std::filesystem::temp_directory_path() / np::format("nerdpudding-hearing-{}", getpid());
  std::filesystem::create_directories(folder);
  const measure::SpokenClip clip = measure::spoken_clip(folder, seconds);
  const measure::GapsKept kept = measure::watch_spoken_clip(clip);
  const measure::GapsKept always = measure::watch_spoken_clip(clip, {.in_gaps = false});
  std::filesystem::remove_all(folder);
  row(np::format("audio description, {:.0f} s: of spoken time in gaps", seconds),
      np::format("{:.1f} % of {:.1f} s", 100 * kept.share(), kept.spoken_s), "95 %",
      kept.share() >= 0.95 && kept.spoken_s > 0);
  std::printf("        %d lines written; there were %.1f s of gaps; with TALK=always %.1f %% of %.1f s\n", kept.lines,
              kept.gaps_s, 100 * always.share(), always.spoken_s);
  for (const std::string& remark : kept.remarks) std::printf("        talked over the programme %s\n", remark.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 300;
  if (seconds < 30) {
    std::fprintf(stderr, "hearing_bench [seconds of the clip, at least 30]\n");
    return 2;
  }
  try {
    log::set_level(log::Level::kWarn);
    share_heap_among_threads();
    cost_rows();
    gap_rows(seconds);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "hearing_bench: %s\n", e.what());
    return 1;
  }
  return missed > 0;
}
