// Makes eyes and voice from the settings.
#pragma once

#include <memory>
#include <optional>

#include "config/settings.hpp"
#include "engine/stand_in_engine.hpp"
#include "speech/voices.hpp"

namespace np {

// The model that the settings name; nullptr: none. `live`: frames come as time passes; otherwise as fast as they are
// dealt with.
std::unique_ptr<Engine> make_model(const Settings& settings, bool live = true);
// That model, for which the built-in watcher stands in, or the watcher alone.
std::unique_ptr<StandInEngine> make_engine(const Settings& settings, bool live = true);
// nullopt: the settings name none.
std::optional<SpeechServer> speech_server(const Settings& settings);
// Makes the voices that the settings name, whether the voice is on or off.
std::unique_ptr<Voices> make_voices(Loop& loop, const Settings& settings);

// The commentator listens to the programme, so that it does not talk over it.
bool hears(const Settings& settings);

}  // namespace np
