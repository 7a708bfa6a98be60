// What the built-in eyes cost: CPU of a frame of the sample clip as it is (768x576), the detector's looks included, as
// a share of a core at 5 frames a second, and how long a comment takes that is asked for right after a frame. NP_SAMPLE
// names the clip.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "engine/watcher/narrator.hpp"
#include "engine/watcher/watcher_engine.hpp"
#include "perception/detector/detector.hpp"
#include "perception/observer.hpp"
#include "perception/perception.hpp"
#include "source/source.hpp"

namespace {

using namespace np;

constexpr std::size_t kKept = 120;  // frames

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e3 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e6;
}

double percentile(std::vector<double> values, double p) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

struct Keep final : FrameSink {
  std::vector<FramePtr> kept;
  void on_frame(FramePtr frame) override {
    if (kept.size() < kKept) kept.push_back(std::move(frame));
  }
  void on_picture(PicturePtr) override {}
};

std::vector<double> cost_of_frames(const Detector& detector, const std::vector<FramePtr>& frames) {
  perception::Observer observer(&detector);
  watcher::Narrator narrator;
  std::vector<double> costs;
  for (const FramePtr& frame : frames) {
    const double before = cpu_ms();
    narrator.see(observer.observe(*frame));
    narrator.comment({});
    costs.push_back(cpu_ms() - before);
  }
  return costs;
}

// From the newest frame to the first piece, with the threads of perception and detector in between.
std::vector<double> comment_latencies(const Detector& detector, WatcherEngine& engine,
                                      const std::vector<FramePtr>& frames) {
  ManualLoop loop;
  const auto session = engine.open_session(loop);
  Perception perception(loop, &detector, [&](FactsPtr facts) { session->perceive(std::move(facts)); });
  std::vector<double> latencies;
  for (const FramePtr& frame : frames) {
    const TimePoint begun = Clock::now();
    perception.observe(frame);
    bool first = true, done = false;
    CommentRequest request;
    request.frames = {frame};
    session->comment(
        request,
        [&](const std::string&) {
          if (std::exchange(first, false)) latencies.push_back(1e3 * to_seconds(Clock::now() - begun));
        },
        [&](const std::expected<Answer, Error>&) { done = true; });
    while (!done && loop.wait_posted(std::chrono::seconds(5))) {
    }
  }
  return latencies;
}

}  // namespace

int main() {
  const char* clip = std::getenv("NP_SAMPLE");
  if (!clip) {
    std::printf("Set NP_SAMPLE to the sample clip.\n");
    return 1;
  }
  WatcherEngine engine;
  Keep keep;
  const Detector detector(detector_file(""));
  detector.wait_loaded();
  ManualLoop loop;
  SourceOptions options;
  options.paced = false;
  options.loop = false;
  options.frame_limit = engine.frame_limit();
  bool ended = false;
  {
    const auto source = make_source(loop, parse_source(clip), options, keep);
    source->set_demand({.frames = true});
    source->start(
        {.on_opened = [](const SourceInfo& i) { std::printf("%s, %dx%d\n", i.codec.c_str(), i.width, i.height); },
         .on_ended = [&](const Error& e) { std::printf("%s\n", e.what()), ended = true; }});
    while (!ended && loop.wait_posted(std::chrono::seconds(30))) {
    }
  }
  const std::vector<double> costs = cost_of_frames(detector, keep.kept);
  double sum = 0;
  for (double ms : costs) sum += ms;
  const double mean = sum / std::max(1.0, static_cast<double>(costs.size()));
  std::printf("a frame: mean %.2f ms, p95 %.2f ms of CPU (%zu frames); at 5 a second %.1f %% of a core (bar 12 %%)\n",
              mean, percentile(costs, 0.95), costs.size(), mean * 5 / 10);
  const auto latencies = comment_latencies(detector, engine, keep.kept);
  std::printf("newest frame -> first piece: p50 %.1f ms, p95 %.1f ms (bar 300 ms)\n", percentile(latencies, 0.5),
              percentile(latencies, 0.95));
}
