#include "app/clip_progress.hpp"

#include <algorithm>
#include <cmath>

#include "base/format.hpp"

namespace np {
namespace {

constexpr double kFirstSecond = 1;

}  // namespace

std::string clip_time(double seconds) {
  const auto whole = static_cast<long>(std::clamp(seconds, 0.0, 1e9));
  if (whole < 3600) return np::format("{}:{:02}", whole / 60, whole % 60);
  return np::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string clip_progress(double at_s, std::optional<double> length_s, double took_s) {
  const bool known = length_s && *length_s > 0;
  std::string text =
      known ? np::format("{} %", static_cast<int>(std::clamp(at_s / *length_s, 0.0, 1.0) * 100)) : clip_time(at_s);
  if (took_s < kFirstSecond || at_s <= 0) return text;
  const double pace = at_s / took_s;
  // For a slow model, the first decimal shows how far it falls behind the clip.
  text += pace < 10 ? np::format(" · {:.1f}× real time", pace) : np::format(" · {:.0f}× real time", pace);
  if (known) text += np::format(" · {} left", clip_time(std::ceil(std::max(0.0, *length_s - at_s) / pace)));
  return text;
}

}  // namespace np
