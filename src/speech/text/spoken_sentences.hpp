// A text of any length, cut for the voices of this process. Pure functions.
#pragma once

#include <deque>
#include <string>

#include "base/clock.hpp"

namespace np {

// Its sentences as they are spoken one by one. A long one is cut behind its clauses, so that its first sound waits for
// the first of them only.
std::deque<std::string> spoken_sentences(const std::string& text);
// The silence that people leave behind it.
Duration pause_after(const std::string& sentence);

}  // namespace np
