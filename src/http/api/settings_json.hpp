// The settings in use as JSON: the answer of GET /api/settings. Pure.
#pragma once

#include <string>
#include <vector>

#include "http/api/house.hpp"

namespace np::http {

std::string settings_json(const std::vector<SettingReport>& settings);

}  // namespace np::http
