// Groups of settings that go together: scene presets (what to look at, how often) and GPU presets (how much the
// engine may spend).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/settings.hpp"

namespace np {

struct Preset {
  std::string key;
  std::string label;
  std::string description;                                  // one sentence for people
  std::vector<std::pair<std::string, std::string>> values;  // setting's name, value
};

const std::vector<Preset>& scene_presets();
const std::vector<Preset>& gpu_presets();

// Sets what the preset holds, except settings that were given by themselves, and `preset` or `gpu_preset` itself.
// Throws Error{kInvalid}, and nothing is changed: an unknown key (the keys are listed; those of both kinds are taken),
// or its frames do not fit into the WINDOW_SIZE that was given.
void apply_preset(Loaded& loaded, std::string_view key);

// The key of the preset whose values these are; empty: settings of one's own.
std::string active_scene_preset(const Settings& settings);
std::string active_gpu_preset(const Settings& settings);

}  // namespace np
