#include "cli/read_manual.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ranges>

#include "cli/command_notes.hpp"
#include "config/profiles.hpp"
#include "config/settings.hpp"

namespace np {
namespace {

// Small letters in place of a kind of value are the words that it may be: "bash|zsh|fish".
std::vector<std::string> words_in(const std::string& value) {
  std::vector<std::string> words;
  if (std::ranges::none_of(value, [](char c) { return c >= 'a' && c <= 'z'; })) return words;
  for (const auto word : std::views::split(value, '|')) words.emplace_back(word.begin(), word.end());
  return words;
}

ManualFlag flag_of(const CLI::Option& option) {
  ManualFlag flag{.help = option.get_description(), .required = option.get_required()};
  if (option.get_positional()) {
    flag.names = {option.get_name(true)};
  } else {
    for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  }
  if (option.get_items_expected_max() > 0) {
    // After a colon comes what a validator expects.
    flag.value = option.get_type_name();
    flag.value.resize(std::min(flag.value.find(':'), flag.value.size()));
    flag.default_text = option.get_default_str();
  }
  flag.choices = words_in(flag.value);
  return flag;
}

bool is_help(const CLI::App& app, const CLI::Option* option) {
  return option == app.get_help_ptr() || option == app.get_help_all_ptr();
}

ManualCommand command_of(const CLI::App& sub) {
  ManualCommand command{.name = sub.get_name(), .summary = sub.get_description()};
  for (const CLI::Option* option : sub.get_options()) {
    if (is_help(sub, option) || option->get_group().empty()) continue;
    (option->get_positional() ? command.arguments : command.flags).push_back(flag_of(*option));
  }
  return command;
}

ManualFlag setting_of(const SettingInfo& info) {
  ManualFlag flag{.value = info.value,
                  .help = info.help,
                  .default_text = info.default_text,
                  .allowed = info.allowed,
                  .choices = info.choices,
                  .group = info.group};
  if (!info.short_flag.empty()) flag.names.push_back(info.short_flag);
  flag.names.push_back(info.flag);
  if (!info.off_flag.empty()) flag.names.push_back(info.off_flag);
  if (flag.value == "on|off") flag.choices = {"on", "off"};
  if (info.name == "PROFILE")
    for (const Profile& profile : load_profiles({}).list) flag.choices.push_back(profile.key);
  return flag;
}

std::string flag_named(const std::string& setting) {
  const auto info = std::ranges::find(setting_infos(), setting, &SettingInfo::name);
  return info == setting_infos().end() ? setting : info->flag;
}

}  // namespace

Manual manual_of(const CLI::App& app) {
  Manual manual{.about = app.get_description()};
  for (const SettingInfo& info : setting_infos()) manual.settings.push_back(setting_of(info));
  for (const CLI::Option* option : app.get_options())
    if (is_help(app, option) || option == app.get_version_ptr()) manual.flags.push_back(flag_of(*option));
  for (const CLI::App* sub : app.get_subcommands({})) {
    if (sub->get_group().empty()) continue;
    ManualCommand command = command_of(*sub);
    const auto notes = std::ranges::find(command_notes(), command.name, &CommandNotes::command);
    if (notes != command_notes().end()) {
      for (const std::string& name : settings_of(*notes)) command.settings.push_back(flag_named(name));
      command.examples.assign(notes->examples.begin(), notes->examples.end());
    }
    manual.commands.push_back(std::move(command));
  }
  std::vector<std::string> names;
  for (const ManualCommand& command : manual.commands) names.push_back(command.name);
  for (ManualCommand& command : manual.commands)
    for (ManualFlag& argument : command.arguments)
      if (argument.value == "COMMAND") argument.choices = names;
  for (const std::string_view name : common_settings()) manual.common.push_back(flag_named(std::string(name)));
  manual.examples.assign(program_examples().begin(), program_examples().end());
  return manual;
}

}  // namespace np
