#include "models/progress.hpp"

#include <algorithm>

#include "base/format.hpp"

namespace np {
namespace {

constexpr Duration kWindow = std::chrono::seconds(10);
constexpr Duration kSampleInterval = std::chrono::milliseconds(500);
constexpr int kWidestBar = 30;
constexpr int kNarrowestBar = 8;

std::string time_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::min(seconds, 3'599'999.0));
  if (whole >= 3600) return np::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return np::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

std::string byte_text(std::uint64_t bytes) {
  const auto count = static_cast<double>(bytes);
  if (bytes >= 999'500'000) return np::format("{:.1f} GB", count / 1e9);
  if (bytes >= 999'500) return np::format("{:.0f} MB", count / 1e6);
  return np::format("{:.0f} KB", count / 1e3);
}

void SpeedMeter::add(TimePoint now, const Progress& progress) {
  const bool back = !samples_.empty() && progress.done < samples_.back().done;
  if (progress.name != name_ || progress.stage != stage_ || back) {
    name_ = progress.name;
    stage_ = progress.stage;
    samples_.clear();
  }
  // The newest sample stands for the present and moves until it is half a second from the one before.
  if (samples_.size() >= 2 && samples_.back().at - samples_[samples_.size() - 2].at < kSampleInterval)
    samples_.pop_back();
  samples_.push_back({now, progress.done});
  while (samples_.size() > 2 && now - samples_[1].at >= kWindow) samples_.pop_front();
}

std::optional<double> SpeedMeter::bytes_per_second() const {
  if (samples_.size() < 2) return std::nullopt;
  const Duration time = samples_.back().at - samples_.front().at;
  if (time < kSampleInterval) return std::nullopt;
  return static_cast<double>(samples_.back().done - samples_.front().done) / to_seconds(time);
}

std::string progress_line(const Progress& progress, std::optional<double> bytes_per_second, int width) {
  const double share =
      progress.total == 0 ? 1.0 : static_cast<double>(progress.done) / static_cast<double>(progress.total);
  const char* doing = progress.stage == Progress::Stage::kChecking ? "checking " : "";
  std::string line = np::format("{}{}", doing, progress.name);
  std::string figures = np::format("  {:3} %  {} of {}", static_cast<int>(share * 100), byte_text(progress.done),
                                   byte_text(progress.total));
  if (bytes_per_second) {
    figures += np::format("  {}/s", byte_text(static_cast<std::uint64_t>(*bytes_per_second)));
    if (*bytes_per_second > 0)
      figures += "  " + time_text(static_cast<double>(progress.total - progress.done) / *bytes_per_second) + " left";
  }
  const int room = width - static_cast<int>(line.size() + figures.size()) - 4;
  if (room >= kNarrowestBar) {
    const int cells = std::min(room, kWidestBar);
    const int full = static_cast<int>(share * cells);
    line += "  [" + std::string(full, '#') + std::string(cells - full, '-') + "]";
  }
  line += figures;
  if (width > 0 && static_cast<int>(line.size()) > width) line.resize(width);
  return line;
}

}  // namespace np
