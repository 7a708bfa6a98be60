// The one table of settings, and what its rows can do. Inside this folder only.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/settings.hpp"

namespace np {

// The form of a text setting.
enum class Form {
  kLine,        // one line
  kText,        // any text
  kChoice,      // one of `choices`, in any case
  kVoice,       // the same, or server: and what the speech server calls it
  kKey,         // a profile's key
  kPath,        // a file or folder; ~/ is the home folder
  kHost,        // an address or name to listen on
  kHosts,       // a list of name or name:port
  kToken,       // letters, digits and - . _ ~
  kRoomUrl,     // ws:// or wss://; http and https are taken as these
  kUrl,         // http:// or https://
  kUrls,        // a list of these
  kSources,     // a list of kinds, paths, hosts
  kFolders,     // a list of folders; ~/ is the home folder
  kIceServers,  // a list of stun:, turn: and turns:
  kOrigins,     // a list of http:// or https:// with a host and perhaps a port
};

using Field = std::variant<bool Settings::*, int Settings::*, double Settings::*, std::optional<double> Settings::*,
                           std::string Settings::*, std::vector<std::string> Settings::*>;

struct SettingRow {
  std::string_view name;
  Field field;
  std::string_view group;
  std::string_view help;
  double min = 0;  // of numbers; of texts: characters
  double max = 0;
  Form form = Form::kLine;
  std::vector<std::string_view> choices;
  bool secret = false;
  std::string_view short_flag;
  std::string_view off_flag;
  std::string_view default_text;  // for people, where Settings' own is made later
};

std::span<const SettingRow> settings_table();
// The secret that NAME_FILE names a file of; nullptr: it is none.
const SettingRow* secret_of_file(std::string_view name);
// nullptr: there is none of that name.
const SettingRow* find_setting(std::string_view name);

// Writes the text's value into its field. If the value is not allowed, it returns false and changes nothing.
[[nodiscard]] bool assign(Settings& settings, const SettingRow& row, std::string_view text);
// The field as one would write it.
std::string value_text(const Settings& settings, const SettingRow& row);
// "a number from 0 to 255"
std::string allowed_text(const SettingRow& row);
// The placeholder of a value in a help text: "N", "FILE", "on|off".
std::string value_kind(const SettingRow& row);
// A value on one line, without secrets, and of `most` characters.
std::string shown_value(const SettingRow& row, std::string_view text, std::size_t most = 60);

}  // namespace np
