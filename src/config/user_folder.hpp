// The user's own folders, by the specification of XDG.
#pragma once

#include <filesystem>
#include <string_view>

#include "config/settings.hpp"

namespace np {

// The folder that `variable` (XDG_STATE_HOME and so on) names, else `under_home` in the home folder. A relative path in
// the environment does not count. Empty where HOME is not set either.
std::filesystem::path user_folder(const SettingTexts& environment, std::string_view variable,
                                  std::string_view under_home);

// Where downloaded models go by themselves: models/ in the current folder if it can be written, else a folder among the
// user's data. Empty where there is neither. MODELS_DIR names another one.
std::filesystem::path models_folder(const SettingTexts& environment);

}  // namespace np
