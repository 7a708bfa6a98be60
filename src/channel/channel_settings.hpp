// Turns settings into options of a show's parts. Pure functions.
#pragma once

#include "base/metrics.hpp"
#include "commentary/commentator.hpp"
#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "source/source.hpp"
#include "source/source_search.hpp"

namespace np {

CommentatorSettings commentator_settings(const Settings& settings);
// `labels`: for the metrics.
SourceOptions source_options(const Settings& settings, const Engine& engine, const metrics::Labels& labels = {});
Recovery recovery(const Settings& settings);

}  // namespace np
