// Rules about several settings, and about files that settings name. Inside this folder only.
#pragma once

#include <string_view>

#include "config/settings.hpp"

namespace np {

// apply_preset (presets.hpp) without the check that its frames fit into the window.
void set_preset_values(Loaded& loaded, std::string_view key);

// Throws Error{kInvalid} where the frames of a cycle do not fit into the window.
void check_window(const Loaded& loaded);

// Throws Error{kInvalid}; adds warnings. Empties model_path and mmproj_path if they cannot be used, and resolves
// state_dir. Blocks for a few files.
void check_together(Loaded& loaded, const SettingTexts& environment);

}  // namespace np
