// What a person is told when the show is ready. Plain value.
#pragma once

#include <string>
#include <vector>

namespace np {

struct Greeting {
  std::vector<std::string>
      addresses;       // of the page, the best one first, with the token where one was made; never empty
  std::string source;  // without credentials; these three are for people, without a full stop
  std::string engine;
  std::string voice;
};

}  // namespace np
