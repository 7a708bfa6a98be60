#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/format.hpp"
#include "base/small_file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/checks.hpp"
#include "config/dotenv.hpp"
#include "config/messages.hpp"
#include "config/nearest.hpp"
#include "config/presets.hpp"
#include "config/settings.hpp"
#include "config/settings_table.hpp"

namespace np {
namespace {

constexpr std::size_t kMostSecret = 64 * 1024;

struct Given {
  std::string text;
  Origin origin = Origin::kDefault;
  std::string where;     // ".env line 7", for messages
  bool of_file = false;  // which NAME_FILE names
};
using GivenByName = std::map<std::string, Given, std::less<>>;

// What the earlier program in Python could be told, and why it means nothing here.
struct Retired {
  std::string_view name;
  std::string_view why;
};
constexpr Retired kRetired[] = {
    {"CUDA_VISIBLE_DEVICES", messages::kEnvironmentAlone},
    {"SUPPRESS_TOKENS", messages::kEngineLooksAfter},
    {"TTS_MODEL_DIR", messages::kVoiceNeedsNoFolder},
    {"REF_AUDIO_PATH", messages::kVoiceTakesNoSample},
    {"TTS_FLOAT16", messages::kVoiceRunsOnCpu},
};

bool is_known(std::string_view name) {
  return find_setting(name) != nullptr || secret_of_file(name) || std::ranges::contains(kRetired, name, &Retired::name);
}

std::string_view nearest_setting(std::string_view name) {
  return std::ranges::min(settings_table(), {}, [&](const SettingRow& row) { return edit_distance(name, row.name); })
      .name;
}

// A secret's own value, or that of the file which NAME_FILE names: for secrets as Docker and systemd hand them over.
void put(GivenByName& given, std::string_view name, const std::string& text, Origin origin, const std::string& where) {
  const SettingRow* secret = secret_of_file(name);
  const std::string_view own = secret ? secret->name : name;
  const auto before = given.find(own);
  if (before != given.end() && before->second.origin == origin && (secret || before->second.of_file))
    throw Error(ErrorKind::kInvalid, np::format(messages::kSecretTwice, own, own, where));
  if (!secret) {
    given[std::string(name)] = {text, origin, where};
    return;
  }
  const auto content = read_small_file(std::string(trim(text)), kMostSecret);
  if (!content)
    throw Error(ErrorKind::kInvalid,
                np::format(messages::kSecretFileUnreadable, secret->name, trim(text), where, content.error().reason));
  given[std::string(secret->name)] = {*content, origin, where, true};
}

// gettext's variable of the same name: desktops set it to "de_DE:de" and the like.
bool is_of_desktop(std::string_view name, std::string_view text) {
  return name == "LANGUAGE" && text.find_first_of("_:") != text.npos;
}

void read_env_file(const SettingSources& sources, GivenByName& given, std::vector<std::string>& warnings) {
  if (sources.dotenv.empty()) return;
  const std::string file = sources.dotenv.filename().string();
  std::map<std::string, int> lines;
  for (const DotenvEntry& entry : read_dotenv(sources.dotenv, sources.environment)) {
    const std::string where = np::format("{} line {}", file, entry.line);
    if (const auto retired = std::ranges::find(kRetired, entry.name, &Retired::name); retired != std::end(kRetired)) {
      warnings.push_back(np::format(messages::kSettingRetired, entry.name, where, retired->why));
      continue;
    }
    if (!is_known(entry.name)) {
      const std::string_view nearest = nearest_setting(entry.name);
      const bool similar = edit_distance(entry.name, nearest) <= std::max<std::size_t>(2, entry.name.size() / 2);
      warnings.push_back(similar ? np::format(messages::kDidYouMean, entry.name, where, nearest)
                                 : np::format(messages::kNoSettingOfFile, entry.name, where));
      continue;
    }
    if (const auto before = lines.find(entry.name); before != lines.end()) {
      warnings.push_back(np::format(messages::kSettingTwice, entry.name, file, entry.line, before->second));
    }
    lines[entry.name] = entry.line;
    // Empty is how files and compose say "not set".
    if (trim(entry.value).empty()) {
      if (const auto before = given.find(entry.name); before != given.end() && !before->second.of_file)
        given.erase(before);
    } else {
      put(given, entry.name, entry.value, Origin::kDotenv, where);
    }
  }
}

// The environment is full of other programs' names: only a slip of the finger in a long one of ours is worth a word.
void read_environment(const SettingSources& sources, GivenByName& given, std::vector<std::string>& warnings) {
  for (const auto& [name, text] : sources.environment) {
    if (find_setting(name) || secret_of_file(name)) {
      if (!trim(text).empty() && !is_of_desktop(name, text))
        put(given, name, text, Origin::kEnvironment, "environment");
      continue;
    }
    if (is_known(name)) continue;
    const std::string_view nearest = nearest_setting(name);
    const std::size_t slips = nearest.size() >= 12 ? 2 : nearest.size() >= 8 ? 1 : 0;
    if (nearest.size() >= 8 && edit_distance(name, nearest) <= slips) {
      warnings.push_back(np::format(messages::kDidYouMean, name, "environment", nearest));
    }
  }
}

void read_flags(const SettingSources& sources, GivenByName& given) {
  for (const auto& [name, text] : sources.flags) {
    const auto& infos = setting_infos();
    const auto info = std::ranges::find(infos, name, &SettingInfo::name);
    if (info == infos.end()) throw Error(ErrorKind::kInvalid, np::format(messages::kNoSetting, name));
    given[name] = {text, Origin::kFlag, "flag " + info->flag};
  }
}

void take(Loaded& loaded, const SettingRow& row, const Given& given) {
  if (assign(loaded.settings, row, given.text)) return;
  throw Error(ErrorKind::kInvalid, np::format(messages::kSettingIsWrong, row.name, shown_value(row, given.text),
                                              given.where, allowed_text(row)));
}

}  // namespace

Origin Loaded::origin(std::string_view name) const {
  const auto it = origins.find(name);
  return it == origins.end() ? Origin::kDefault : it->second;
}

Loaded load_settings(const SettingSources& sources) {
  Loaded loaded;
  GivenByName given;
  read_env_file(sources, given, loaded.warnings);
  read_environment(sources, given, loaded.warnings);
  read_flags(sources, given);

  for (const auto& [name, value] : given) {
    const SettingRow& row = *find_setting(name);
    take(loaded, row, value);
    loaded.origins[name] = value.origin;
  }
  for (const char* name : {"PRESET", "GPU_PRESET"}) {
    if (given.contains(name)) set_preset_values(loaded, value_text(loaded.settings, *find_setting(name)));
  }
  check_together(loaded, sources.environment);
  return loaded;
}

SettingTexts process_environment() {
  SettingTexts result;
  for (char** variable = environ; variable && *variable; ++variable) {
    const std::string_view text = *variable;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) result.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return result;
}

}  // namespace np
