#include <algorithm>
#include <cctype>

#include "base/format.hpp"
#include "config/settings.hpp"
#include "config/settings_table.hpp"

namespace np {
namespace {

std::string flag_of(std::string_view name) {
  std::string flag = "--";
  for (const unsigned char c : name) flag += c == '_' ? '-' : static_cast<char>(std::tolower(c));
  return flag;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

// Inside a table's cell.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

std::string_view origin_text(Origin origin) {
  switch (origin) {
    case Origin::kDefault: return "default";
    case Origin::kPreset: return "preset";
    case Origin::kState: return "kept from the last run";
    case Origin::kDotenv: return ".env";
    case Origin::kEnvironment: return "environment";
    case Origin::kFlag: return "flag";
  }
  return "";
}

const std::vector<SettingInfo>& setting_infos() {
  static const std::vector<SettingInfo> infos = [] {
    std::vector<SettingInfo> result;
    const Settings defaults;
    for (const SettingRow& row : settings_table()) {
      result.push_back({
          .name = std::string(row.name),
          .flag = flag_of(row.name),
          .short_flag = std::string(row.short_flag),
          .off_flag = std::string(row.off_flag),
          .group = std::string(row.group),
          .help = std::string(row.help),
          .default_text = row.default_text.empty() ? value_text(defaults, row) : std::string(row.default_text),
          .allowed = allowed_text(row),
          .value = value_kind(row),
          .choices = {row.choices.begin(), row.choices.end()},
          .secret = row.secret,
      });
    }
    return result;
  }();
  return infos;
}

std::vector<std::string> effective_settings(const Loaded& loaded, std::size_t most) {
  std::vector<std::string> lines;
  std::size_t width = 0;
  for (const SettingRow& row : settings_table()) width = std::max(width, row.name.size());
  for (const SettingRow& row : settings_table()) {
    std::string value = shown_value(row, value_text(loaded.settings, row), most);
    if (row.name == "STATE_DIR" && value.empty()) value = "off";
    lines.push_back(np::format("{:<{}} = {}  ({})", row.name, width, value, origin_text(loaded.origin(row.name))));
  }
  return lines;
}

std::string env_example() {
  std::string text =
      "# The settings of NerdPudding, for a file named .env: to change one, remove the # in front of its name.\n"
      "# Flags win over the environment, and the environment wins over this file. More in docs/configuration.md.\n";
  std::string_view group;
  for (const SettingInfo& info : setting_infos()) {
    if (info.group != group) text += "\n# " + upper(info.group) + "\n";
    group = info.group;
    text += np::format("\n# {}.\n# It is {}.\n#{}={}\n", info.help, info.allowed, info.name, info.default_text);
  }
  return text;
}

std::string settings_markdown() {
  std::string text = "| setting | default | allowed | meaning |\n|---|---|---|---|\n";
  std::string_view group;
  for (const SettingInfo& info : setting_infos()) {
    if (info.group != group) text += np::format("| **{}** | | | |\n", info.group);
    group = info.group;
    std::string names = np::format("`{}`", info.name);
    for (const std::string& flag : {info.short_flag, info.off_flag}) {
      if (!flag.empty()) names += np::format(" (`{}`)", flag);
    }
    text += np::format("| {} | {} | {} | {} |\n", names,
                       info.default_text.empty() ? "–" : np::format("`{}`", info.default_text), cell(info.allowed),
                       cell(info.help));
  }
  return text;
}

}  // namespace np
