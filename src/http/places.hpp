// Who has to go when somebody else comes: nobody who idles or shows no token may keep the others out. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.hpp"
#include "http/server_options.hpp"

namespace np::http {

// One connection, as a newcomer finds it.
struct Occupant {
  std::string_view client;
  bool stranger = true;  // it has made no request yet that was granted
  bool idle = true;      // no request of it is being answered
  TimePoint since;       // ... or was, for so long
};

struct Admission {
  bool place = true;                     // there is one
  std::optional<std::size_t> goes = {};  // and whose it is: that one is closed
};
// Strangers go before those who are known, of the address that has the most of them, the one first that has been quiet
// for longest. Those who are known go where they have done nothing for a second.
Admission admit(std::span<const Occupant> occupants, std::string_view client, bool tokens_are_asked_for,
                const ServerLimits& limits, TimePoint now);

}  // namespace np::http
