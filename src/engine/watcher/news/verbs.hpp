// The verbs for what each kind of mover does, as patterns for `fill`: {from}, {on}, {to} are sides, {where} is a place,
// {dir} a direction. Pure functions.
#pragma once

#include <span>
#include <string_view>

#include "engine/watcher/cast/character.hpp"

namespace np::watcher {

enum class Pace { kSlow, kEven, kFast };

std::span<const std::string_view> coming_verbs(Mover mover, Pace pace);
std::span<const std::string_view> going_verbs(Mover mover, Pace pace);
// Came and went before it could be told.
std::span<const std::string_view> crossing_verbs(Mover mover);
// Of everything else that somebody does alone.
std::span<const std::string_view> doing_verbs(Occurrence::What what, Mover mover);

}  // namespace np::watcher
