#include "http/api/settings_json.hpp"

#include "http/message/json.hpp"

namespace np::http {

std::string settings_json(const std::vector<SettingReport>& settings) {
  std::string all;
  for (const auto& setting : settings) {
    const auto one = JsonObject()
                         .add("name", setting.name)
                         .add("group", setting.group)
                         .add("value", setting.value)
                         .add("from", setting.from)
                         .add("live", setting.live);
    all += (all.empty() ? "" : ",") + one.text();
  }
  return '[' + all + ']';
}

}  // namespace np::http
