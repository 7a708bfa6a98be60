// The parts of a show, made from the settings.
#pragma once

#include <memory>

#include "commentary/commentator.hpp"
#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "source/source.hpp"
#include "speech/synthesizer.hpp"

namespace np {

// `live`: frames come as time passes; else as fast as they are dealt with.
std::unique_ptr<Engine> make_engine(const Settings& settings, bool live = true);
// nullptr while the voice is off.
std::unique_ptr<Synthesizer> make_voice(Loop& loop, const Settings& settings);
CommentatorSettings commentator_settings(const Settings& settings);
SourceOptions source_options(const Settings& settings, const Engine& engine);

}  // namespace np
