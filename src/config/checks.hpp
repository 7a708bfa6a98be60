// Rules about several settings, and about files that settings name. Inside this folder only.
#pragma once

#include <string_view>

#include "config/settings.hpp"

namespace np {

// apply_preset (presets.hpp) without the check that its frames fit into the window.
void set_preset_values(Loaded& loaded, std::string_view key);

// Throws Error{kInvalid} where the frames of a cycle do not fit into the window.
void check_window(const Loaded& loaded);

// Throws Error{kInvalid}; adds warnings. Sets model_path and mmproj_path to nothing where they cannot be used, and
// state_dir to what it stands for. Blocks for a few files.
void check_together(Loaded& loaded, const SettingTexts& environment);

}  // namespace np
