// How far the description of a clip has come, for a person.
#pragma once

#include <optional>
#include <string>

namespace np {

// "42 % · 8× real time · 1:12 left". `at_s`: media time that is done; `length_s`: the clip's, nullopt where it is not
// known: "0:33 · 8× real time". `took_s`: real time since the first frame; nothing is said of the pace in its first
// second.
std::string clip_progress(double at_s, std::optional<double> length_s, double took_s);

// "0:33", "1:02:03"
std::string clip_time(double seconds);

}  // namespace np
