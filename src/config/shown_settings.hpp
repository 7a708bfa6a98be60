// The settings in use, for people: what the page shows to those who steer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace np {

struct ShownSetting {
  std::string name;        // "SERVER_PORT"
  std::string_view group;  // "Address and access"
  std::string value;       // one line, without secrets and passwords; empty: none
  std::string_view from;   // default | preset | state | dotenv | environment | flag
};

// In the table's order: groups are contiguous.
std::vector<ShownSetting> shown_settings(const Loaded& loaded);

}  // namespace np
