// Whether sound is beside its pictures: clips that flash and beep at the same moments, and when a run saw and heard
// that.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "media/clips.hpp"
#include "media/source_run.hpp"

namespace np::test {

inline constexpr Demand kSound{.frames = true, .sound = true};

inline SourceOptions every_picture() { return {.capture_fps = 1000, .frame_limit = {32, 32}}; }

// White for a tenth of a second, and a beep as long, at 0.4 s of each second. `encode`: what comes after the inputs.
inline fs::path flashes(const std::string& name, int length_s,
                        const std::string& sound = "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=44100",
                        const std::string& encode = "-c:a aac") {
  const std::string arguments = np::format(
      "-f lavfi -t {0} -i "
      "\"color=c=black:s=320x240:r=25,drawbox=c=white:t=fill:enable='between(mod(t+0.001,1),0.4,0.499)'\" "
      "-f lavfi -t {0} -i \"{1}\" -c:v libx264 -preset veryfast -bf 2 -g 25 -pix_fmt yuv420p {2}",
      length_s, sound, encode);
  const fs::path path = fs::temp_directory_path() / np::format("nerdpudding-flashes-{}-{:016x}-{}", getuid(),
                                                               std::hash<std::string>{}(arguments), name);
  if (fs::exists(path)) return path;
  const fs::path partial = path.parent_path() / np::format("{}-{}", getpid(), path.filename().string());
  if (std::system(np::format("ffmpeg -nostdin -v error -y {} '{}'", arguments, partial.string()).c_str()) != 0)
    throw std::runtime_error("ffmpeg cannot make " + name);
  fs::rename(partial, path);
  return path;
}

// When it becomes white, by the time of capture.
inline std::vector<TimePoint> seen(const SourceRun& run) {
  std::vector<TimePoint> found;
  bool white = true;  // the first may begin in the middle
  for (const auto& [frame, at] : run.recorder.frames()) {
    const bool now = frame->rgb.at(frame->rgb.size() / 2) > 128;
    if (now && !std::exchange(white, now)) found.push_back(frame->captured_at);
    white = now;
  }
  return found;
}

// When a beep begins.
inline std::vector<TimePoint> heard(const SourceRun& run) {
  std::vector<TimePoint> found;
  TimePoint last = TimePoint::min();
  for (const auto& [block, at] : run.recorder.sounds())
    for (std::size_t i = 0; i < block->samples.size(); ++i) {
      if (std::abs(block->samples[i]) < 3000) continue;
      const TimePoint now = block->captured_at + samples_to_duration(i);
      if (last == TimePoint::min() || now - last > std::chrono::milliseconds(300)) found.push_back(now);
      last = now;
    }
  return found;
}

// The distance of each flash's beep, in seconds: above zero, the beep is late.
inline std::vector<double> offsets(const SourceRun& run) {
  std::vector<double> out;
  const auto beeps = heard(run);
  for (const TimePoint flash : seen(run)) {
    const auto beep = std::ranges::min_element(beeps, {}, [&](TimePoint t) { return abs(t - flash); });
    if (beep != beeps.end() && abs(*beep - flash) < std::chrono::milliseconds(450))
      out.push_back(to_seconds(*beep - flash));
  }
  return out;
}

inline double heard_seconds(const SourceRun& run) {
  std::size_t samples = 0;
  for (const auto& [block, at] : run.recorder.sounds()) samples += block->samples.size();
  return static_cast<double>(samples) / kSampleRate;
}

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kInTime = false;  // it is memory that is watched, which takes its time
#else
inline constexpr bool kInTime = true;
#endif

inline void expect_in_step(const SourceRun& run, std::size_t at_least, double tolerance = kInTime ? 0.03 : 0.3) {
  const auto all = offsets(run);
  EXPECT_GE(all.size(), at_least) << seen(run).size() << " flashes, " << heard(run).size() << " beeps";
  for (const double offset : all) EXPECT_NEAR(offset, 0, tolerance);
}

}  // namespace np::test
