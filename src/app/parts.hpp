// Eyes and voice, as the settings have them.
#pragma once

#include <memory>
#include <optional>

#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "speech/voices.hpp"

namespace np {

// `live`: frames come as time passes; else as fast as they are dealt with.
std::unique_ptr<Engine> make_engine(const Settings& settings, bool live = true);
// nullopt: there is none.
std::optional<SpeechServer> speech_server(const Settings& settings);
// Voices as they are set, whether the voice is on or not.
std::unique_ptr<Voices> make_voices(Loop& loop, const Settings& settings);

// It listens to the programme, so as not to talk over it.
bool hears(const Settings& settings);

}  // namespace np
