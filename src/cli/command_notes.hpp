// Facts about commands that the tree of commands lacks: which settings count, and examples.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace np {

struct CommandNotes {
  std::string_view command;
  std::vector<std::string_view> settings;  // names, and titles of whole groups of settings
  std::vector<std::string_view> examples;  // command lines
};
std::span<const CommandNotes> command_notes();

// The settings that count for a command, by the table's names and in its order.
std::vector<std::string> settings_of(const CommandNotes& notes);

// Names of the settings that most people want.
std::span<const std::string_view> common_settings();
// Examples of the program as a whole.
std::span<const std::string_view> program_examples();

}  // namespace np
