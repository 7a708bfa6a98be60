// Decides who has to go when a newcomer needs a place: clients that idle or show no token cannot keep others out. Pure
// functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.hpp"
#include "http/server/server_options.hpp"

namespace np::http {

// One connection, as a newcomer finds it.
struct Occupant {
  std::string_view client;
  bool stranger = true;  // it has made no granted request yet
  bool idle = true;      // it has no request under way
  TimePoint since;       // since when it has been idle, or busy
};

struct Admission {
  bool place = true;                     // there is one
  std::optional<std::size_t> goes = {};  // if so, whose it is: close that one
};
// Strangers go before known clients: of the address that has the most strangers, the one that has been quiet longest.
// Known clients go if they have been idle for a second.
Admission admit(std::span<const Occupant> occupants, std::string_view client, bool tokens_are_asked_for,
                const ServerLimits& limits, TimePoint now);

}  // namespace np::http
