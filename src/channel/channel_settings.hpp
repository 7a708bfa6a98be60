// The parts of a show, as the settings have them. Pure functions.
#pragma once

#include "commentary/commentator.hpp"
#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "source/source.hpp"
#include "source/source_search.hpp"

namespace np {

CommentatorSettings commentator_settings(const Settings& settings);
SourceOptions source_options(const Settings& settings, const Engine& engine);
Recovery recovery(const Settings& settings);

}  // namespace np
