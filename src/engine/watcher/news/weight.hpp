// How much a piece of news is worth telling, 0 to about 100: new, near, fast and rare before old, far and common. Pure
// functions.
#pragma once

#include "engine/watcher/cast/cast.hpp"
#include "engine/watcher/words/style.hpp"

namespace np::watcher {

double weight_of(Occurrence::What what, const Character& c, const Cast& cast, const Style& style);
// The least weight of news worth telling, this long after the last line was heard; `ended`: seconds since its end.
double least_weight(double ended, const Style& style);

}  // namespace np::watcher
