// What the watcher costs: CPU of a frame of the sample clip as it is (768x576), as a share of a core at 5 frames a
// second, and how long a comment takes that is asked for right after a frame. NP_SAMPLE names the clip.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/manual_loop.hpp"
#include "engine/watcher/watcher_engine.hpp"
#include "engine/watcher/narrator.hpp"
#include "perception/scene.hpp"
#include "source/source.hpp"

namespace {

using namespace np;

constexpr std::size_t kKept = 120;  // frames

double thread_cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e3 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e6;
}

double percentile(std::vector<double> values, double p) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

struct Watch final : FrameSink {
  perception::Scene scene;
  watcher::Narrator narrator;
  std::vector<double> cpu_ms;
  std::vector<FramePtr> kept;

  void on_frame(FramePtr frame) override {
    const double before = thread_cpu_ms();
    scene.observe(*frame);
    narrator.see(scene.take_events(), scene.view());
    cpu_ms.push_back(thread_cpu_ms() - before);
    if (kept.size() < kKept) kept.push_back(std::move(frame));
  }
  void on_picture(PicturePtr) override {}
};

// From the newest frame to the first piece, with the session's own thread in between.
std::vector<double> comment_latencies(WatcherEngine& engine, const std::vector<FramePtr>& frames) {
  ManualLoop loop;
  const auto session = engine.open_session(loop);
  std::vector<double> latencies;
  for (const FramePtr& frame : frames) {
    const TimePoint begun = Clock::now();
    session->observe(frame);
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
  Watch watch;
  ManualLoop loop;
  SourceOptions options;
  options.paced = false;
  options.loop = false;
  options.frame_limit = engine.frame_limit();
  bool ended = false;
  {
    const auto source = make_source(loop, parse_source(clip), options, watch);
    source->set_demand({.frames = true});
    source->start(
        {.on_opened = [](const SourceInfo& i) { std::printf("%s, %dx%d\n", i.codec.c_str(), i.width, i.height); },
         .on_ended = [&](const Error& e) { std::printf("%s\n", e.what()), ended = true; }});
    while (!ended && loop.wait_posted(std::chrono::seconds(30))) {
    }
  }
  double sum = 0;
  for (double ms : watch.cpu_ms) sum += ms;
  const double mean = sum / std::max(1.0, static_cast<double>(watch.cpu_ms.size()));
  std::printf("a frame: mean %.2f ms, p95 %.2f ms of CPU (%zu frames); at 5 a second %.1f %% of a core (bar 20 %%)\n",
              mean, percentile(watch.cpu_ms, 0.95), watch.cpu_ms.size(), mean * 5 / 10);
  const auto latencies = comment_latencies(engine, watch.kept);
  std::printf("newest frame -> first piece: p50 %.1f ms, p95 %.1f ms (bar 300 ms)\n", percentile(latencies, 0.5),
              percentile(latencies, 0.95));
}
