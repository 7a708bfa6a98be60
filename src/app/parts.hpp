// Eyes and voice, as the settings have them.
#pragma once

#include <memory>

#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "speech/voice.hpp"

namespace np {

// `live`: frames come as time passes; else as fast as they are dealt with.
std::unique_ptr<Engine> make_engine(const Settings& settings, bool live = true);
// nullptr while the voice is off.
std::unique_ptr<Voice> make_voice(const Loop& loop, const Settings& settings);

}  // namespace np
