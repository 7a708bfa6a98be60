// Tells a person about a long transfer.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace np {

struct Progress {
  enum class Stage { kChecking, kDownloading };

  std::string name;
  Stage stage = Stage::kDownloading;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

// "5.0 GB", "340 MB", "12 KB": decimal, as disks are labelled.
std::string byte_text(std::uint64_t bytes);

// The speed of the last ten seconds.
class SpeedMeter {
 public:
  // `done` so far; if it falls, or the stage or name changes, the measurement starts again.
  void add(TimePoint now, const Progress& progress);
  // std::nullopt until it is known.
  std::optional<double> bytes_per_second() const;

 private:
  struct Sample {
    TimePoint at;
    std::uint64_t done;
  };
  std::string name_;
  Progress::Stage stage_ = Progress::Stage::kDownloading;
  std::deque<Sample> samples_;  // at most one for each half second
};

// "name  42 %  2.1 GB of 5.0 GB  85 MB/s  0:34 left"; with a bar if `width` characters leave room for one. Never wider
// than a given width.
std::string progress_line(const Progress& progress, std::optional<double> bytes_per_second, int width = 0);

}  // namespace np
