#include "subtitles/timestamp.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>

#include "base/format.hpp"

namespace np::subtitles {
namespace {

constexpr double kMostSeconds = 3.2e10;

struct LocalTime {
  std::string day;    // "2026-11-29"
  std::string clock;  // "14:02:11"
  std::string zone;   // "+01:00"
  int milliseconds = 0;
};

LocalTime local_time(double unix_s) {
  const Time time = milliseconds(unix_s);
  const std::time_t seconds = time / std::chrono::seconds(1);
  std::tm local{};
  localtime_r(&seconds, &local);
  const long minutes = std::labs(local.tm_gmtoff) / 60;
  return {.day = np::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday),
          .clock = np::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec),
          .zone = np::format("{}{:02}:{:02}", local.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60),
          .milliseconds = static_cast<int>(time.count() % 1000)};
}

}  // namespace

Time milliseconds(double seconds) {
  if (!(seconds > 0)) return Time{};
  return Time(std::llround(std::min(seconds, kMostSeconds) * 1000));
}

std::string cue_time(Time time, char mark) {
  const auto ms = time.count();
  return np::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, mark, ms % 1000);
}

std::string position_text(Time time) {
  const auto seconds = time / std::chrono::seconds(1);
  return np::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string date_text(double unix_s) {
  const LocalTime t = local_time(unix_s);
  return np::format("{} {} {}", t.day, t.clock, t.zone);
}

std::string day_text(double unix_s) { return local_time(unix_s).day; }

std::string iso_text(double unix_s) {
  const LocalTime t = local_time(unix_s);
  return np::format("{}T{}.{:03}{}", t.day, t.clock, t.milliseconds, t.zone);
}

}  // namespace np::subtitles
