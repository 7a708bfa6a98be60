#include "config/shown_settings.hpp"

#include "config/settings_table.hpp"

namespace np {
namespace {

std::string_view origin_key(Origin origin) {
  switch (origin) {
    case Origin::kDefault: return "default";
    case Origin::kPreset: return "preset";
    case Origin::kState: return "state";
    case Origin::kDotenv: return "dotenv";
    case Origin::kEnvironment: return "environment";
    case Origin::kFlag: return "flag";
  }
  return "";
}

}  // namespace

std::vector<ShownSetting> shown_settings(const Loaded& loaded) {
  std::vector<ShownSetting> shown;
  for (const SettingRow& row : settings_table()) {
    shown.push_back({.name = std::string(row.name),
                     .group = row.group,
                     .value = shown_value(row, value_text(loaded.settings, row)),
                     .from = origin_key(loaded.origin(row.name))});
  }
  return shown;
}

}  // namespace np
