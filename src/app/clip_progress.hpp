// How far the description of a clip has come, for a person.
#pragma once

#include <optional>
#include <string>

namespace np {

// "42 % · 8× real time · 1:12 left", or "0:33 · 8× real time" if the length is unknown. `at_s`: media time that is
// done; `length_s`: the clip's length, nullopt if unknown; `took_s`: real time since the first frame. The text leaves
// the pace out during the first second.
std::string clip_progress(double at_s, std::optional<double> length_s, double took_s);

// "0:33", "1:02:03"
std::string clip_time(double seconds);

}  // namespace np
