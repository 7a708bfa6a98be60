// The program's greeting to a person when the show is ready. Plain value.
#pragma once

#include <string>
#include <vector>

namespace np {

struct Greeting {
  std::vector<std::string> addresses;  // of the page, the best one first, with the token if one was made; never empty
  std::string source;                  // without credentials; these three are for people, without a full stop
  std::string engine;
  std::string voice;
};

}  // namespace np
