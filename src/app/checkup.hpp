// `nerdpudding check`: tells whether each thing that the settings name is there and works.
#pragma once

#include <functional>
#include <string>

#include "config/settings.hpp"

namespace np {

struct Finding {
  enum class Kind {
    kGood,
    kOff,      // it is not set, or turned off
    kWarning,  // the show goes on without it, or with less
    kProblem,  // it does not work as it is set
  };
  std::string what;  // one word: "source"
  Kind kind = Kind::kGood;
  std::string sentence;  // for people, without credentials
};

// Looks at the profile files, source, model, eyes, ears, voice, port, certificate, room and state folder. Connects to
// remote parts, and changes nothing. Reports each finding at once. Blocks for some seconds for each part that does not
// answer.
void check_up(const Loaded& loaded, const std::function<void(const Finding&)>& tell);

}  // namespace np
