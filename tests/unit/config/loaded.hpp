// The settings that these flags give, in a home where nothing else is set.
#pragma once

#include <utility>

#include "config/settings.hpp"

namespace np {

inline Loaded loaded(SettingTexts flags = {}) {
  return load_settings({.dotenv = "", .environment = {{"HOME", "/home/ann"}}, .flags = std::move(flags)});
}

}  // namespace np
