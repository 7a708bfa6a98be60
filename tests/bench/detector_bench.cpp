// What the detector costs: loading, a look at a picture of each size, the memory it takes.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "perception/detector/detector.hpp"

namespace {

using namespace np;

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e3 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e6;
}

double resident_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kb = 0;
    if (word == "VmRSS:" && status >> kb) return kb / 1024;
  }
  return 0;
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

perception::Image noise(int width, int height) {
  perception::Image image = perception::make_image(width, height, 3);
  std::mt19937 random(1);
  std::ranges::generate(image.data, [&] { return static_cast<std::uint8_t>(random()); });
  return image;
}

}  // namespace

int main() {
  const double memory = resident_mb(), cpu = cpu_ms();
  const TimePoint begun = Clock::now();
  const Detector detector(detector_file(""));
  detector.wait_loaded();
  if (!detector.status().ready) return std::printf("%s\n", detector.status().detail.c_str()), 1;
  std::printf("loading: %.0f ms of CPU, %.0f ms; %.0f MB\n", cpu_ms() - cpu, 1e3 * to_seconds(Clock::now() - begun),
              resident_mb() - memory);
  for (const auto& [width, height] : {std::pair{384, 288}, {768, 576}, {1920, 1080}}) {
    const perception::Image image = noise(width, height);
    std::vector<double> cpus, walls;
    for (int i = 0; i < 60; ++i) {
      const double before = cpu_ms();
      const TimePoint asked = Clock::now();
      if (!detector.look(image, 0.3f)) return 1;
      cpus.push_back(cpu_ms() - before);
      walls.push_back(1e3 * to_seconds(Clock::now() - asked));
    }
    std::printf("a look at %dx%d: %.1f ms of CPU, %.1f ms (medians of %zu)\n", width, height, median(cpus),
                median(walls), cpus.size());
  }
  std::printf("memory: %.0f MB more than without (bar 85 MB)\n", resident_mb() - memory);
}
