// Eyes and voice, as the settings have them.
#pragma once

#include <memory>

#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "speech/voices.hpp"

namespace np {

// `live`: frames come as time passes; else as fast as they are dealt with.
std::unique_ptr<Engine> make_engine(const Settings& settings, bool live = true);
// Voices as they are set, whether the voice is on or not.
std::unique_ptr<Voices> make_voices(Loop& loop, const Settings& settings);

}  // namespace np
