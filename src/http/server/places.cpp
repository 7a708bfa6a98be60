#include "http/server/places.hpp"

#include <algorithm>
#include <map>

namespace np::http {
namespace {

constexpr Duration kPause = std::chrono::seconds(1);  // between two requests that belong together

// The first of those that `may` go, by the time since when they have been quiet.
template <typename May>
std::optional<std::size_t> quietest(std::span<const Occupant> occupants, May may) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < occupants.size(); ++i)
    if (may(occupants[i]) && (!found || occupants[i].since < occupants[*found].since)) found = i;
  return found;
}

}  // namespace

Admission admit(std::span<const Occupant> occupants, std::string_view client, bool tokens_are_asked_for,
                const ServerLimits& limits, TimePoint now) {
  std::map<std::string_view, std::size_t> strangers_of;
  std::size_t strangers = 0;
  for (const Occupant& one : occupants)
    if (one.stranger) {
      ++strangers;
      ++strangers_of[one.client];
    }
  const auto stranger_from = [&](std::string_view address) {
    return quietest(occupants, [&](const Occupant& one) { return one.stranger && one.client == address; });
  };
  if (tokens_are_asked_for && strangers_of[client] >= limits.max_strangers_each) return {.goes = stranger_from(client)};
  const bool full = occupants.size() >= limits.max_connections;
  if (!full && !(tokens_are_asked_for && strangers >= limits.max_strangers)) return {};
  if (strangers > 0) {
    const auto most = std::ranges::max_element(strangers_of, {}, [](const auto& entry) { return entry.second; });
    return {.goes = stranger_from(most->first)};
  }
  const auto goes = quietest(occupants, [&](const Occupant& one) { return one.idle && one.since + kPause <= now; });
  return {.place = goes.has_value(), .goes = goes};
}

}  // namespace np::http
