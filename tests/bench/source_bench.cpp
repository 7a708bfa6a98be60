// What a video costs: CPU of decoding alone by gst-launch, of a source nobody looks at, and of one with frames and
// pictures wanted, all of the same clip in the same run; and how long closing that one takes. `source_bench [seconds]`,
// 20 unless told.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/manual_loop.hpp"
#include "source/source.hpp"
#include "video/display_buffer.hpp"
#include "video/frame_window.hpp"

namespace {

using namespace np;

double cpu_seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  long total = 0, resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / 1e6;
}

struct Show final : FrameSink {
  FrameWindow window{48};
  DisplayBuffer display;
  std::atomic<int> frames{0}, pictures{0};
  void on_frame(FramePtr frame) override {
    ++frames;
    window.push(std::move(frame));
  }
  void on_picture(PicturePtr picture) override {
    ++pictures;
    display.push(std::move(picture));
  }
};

std::string make_clip() {
  const auto path = std::filesystem::temp_directory_path() / "nerdpudding-bench-1264x720.mp4";
  if (!std::filesystem::exists(path)) {
    const std::string command =
        "ffmpeg -nostdin -v error -y -f lavfi -i "
        "\"testsrc2=size=1264x720:rate=25:duration=60\" -c:v libx264 -profile:v baseline -preset medium -b:v 1250k "
        "-pix_fmt yuv420p '" +
        path.string() + "'";
    if (std::system(command.c_str()) != 0) std::exit(1);
  }
  return path.string();
}

double decode_alone(const std::string& clip, int seconds) {
  const double before = cpu_seconds(RUSAGE_CHILDREN);
  const std::string command = "timeout -s INT " + std::to_string(seconds) +
                              " gst-launch-1.0 -q filesrc location=" + clip +
                              " ! qtdemux ! h264parse ! avdec_h264 max-threads=1 ! fakesink sync=true >/dev/null 2>&1";
  [[maybe_unused]] const int ignored = std::system(command.c_str());
  return (cpu_seconds(RUSAGE_CHILDREN) - before) / seconds;
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 20;
  const std::string clip = make_clip();
  const double alone = decode_alone(clip, seconds);
  std::printf("%-42s %6.1f %% of a core\n", "decoding alone (gst-launch, one thread)", alone * 100);

  ManualLoop loop;
  Show show;
  SourceOptions options;
  options.frame_limit = {588, 336};
  auto source = make_source(loop, parse_source(clip), options, show);
  source->start(
      {.on_opened = [](const SourceInfo&) {}, .on_ended = [](const Error& e) { std::printf("%s\n", e.what()); }});
  const auto phase = [&](const char* name, Demand demand) {
    source->set_demand(demand);
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const double before = cpu_seconds(RUSAGE_SELF);
    const auto pictures = source->pulse().pictures;
    const int made = show.pictures;
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    const double used = (cpu_seconds(RUSAGE_SELF) - before) / seconds;
    std::printf("%-42s %6.1f %% of a core, %.2f x, %.0f MB resident, %.1f pictures/s, %.1f JPEG/s\n", name, used * 100,
                used / alone, resident_mb(), static_cast<double>(source->pulse().pictures - pictures) / seconds,
                static_cast<double>(show.pictures - made) / seconds);
  };
  phase("nobody looks", {});
  phase("frames at 5 a second", {.frames = true});
  phase("pictures", {.pictures = true});
  phase("frames and pictures, the whole past full", {.frames = true, .pictures = true});
  loop.run_posted();
  const TimePoint begun = Clock::now();
  source.reset();
  std::printf("%-42s %6.1f ms\n", "closing it", to_seconds(Clock::now() - begun) * 1000);
}
