// For somebody who has just begun to listen, or after a cut: what kind of place it is and who is there. Pure functions
// over what is known; only whose turn it is is kept, by the caller.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/watcher/cast/surroundings.hpp"
#include "engine/watcher/wish/wish.hpp"
#include "engine/watcher/words/naming.hpp"
#include "engine/watcher/words/style.hpp"
#include "engine/watcher/words/turns.hpp"

namespace np::watcher {

struct Opening {
  std::vector<std::string> lines;  // the one whose turn it is first; empty: nothing is known yet that could be told
  Characters told;                 // who is introduced by it
};

// `short_one`: after a cut, and where little time is left. `brief`: not what they do. `told_apart`: who is left out, as
// it is told otherwise.
Opening opening(const Cast& cast, const Naming& naming, const Style& style, const Wish& wish, Turns& turns,
                bool short_one, bool brief, const std::function<bool(const Character&)>& told_apart);
// Somebody or something that the opening did not hold: "There is also a person in red on the left."
std::vector<std::string> also_there(const Character& c, const Cast& cast, const Naming& naming, Turns& turns);
// "The street is empty, and nothing happens.", "All of them stay where they are."
std::vector<std::string> quiet_lines(const Cast& cast, const Naming& naming, Turns& turns, bool names_things);

}  // namespace np::watcher
