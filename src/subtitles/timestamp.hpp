// Times in documents. Any thread.
#pragma once

#include <string>

#include "subtitles/cue.hpp"

namespace np::subtitles {

// Seconds to the nearest millisecond: zero for a negative value or no number, at most a thousand years.
Time milliseconds(double seconds);

// "00:01:02.003", with `mark` before the milliseconds; hours have as many digits as they need.
std::string cue_time(Time time, char mark);
// "0:01:02"
std::string position_text(Time time);
// Unix time in the machine's zone: "2026-11-29 14:02:11 +01:00"; "2026-11-29"; "2026-11-29T14:02:11.042+01:00".
std::string date_text(double unix_s);
std::string day_text(double unix_s);
std::string iso_text(double unix_s);

}  // namespace np::subtitles
