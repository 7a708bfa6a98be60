// Whether a server could listen at an address and port of this machine.
#pragma once

#include <string>

namespace np {

struct ListeningPlace {
  bool free = false;
  bool taken = false;    // another program listens there
  std::string sentence;  // for people
};

// Listens for a moment and closes; port 0 is any. Blocks while it looks up the host's name.
ListeningPlace look_at_place(const std::string& host, int port);

}  // namespace np
