#include "cli/help_text.hpp"

#include <algorithm>
#include <vector>

#include "base/format.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

constexpr std::size_t kMostWidth = 110;    // longer lines are hard to read
constexpr std::size_t kMostLabel = 30;     // a longer one has a line of its own
constexpr std::size_t kUsualLabel = 24;    // how far the texts stand to the right of it, at least
constexpr std::size_t kManySettings = 50;  // a command that heeds more of them has a short help, too

struct Row {
  std::string label;
  std::string text;
};

std::string with_default(const ManualFlag& flag) {
  if (flag.default_text.empty()) return flag.help;
  const bool is_switch = flag.value == "on|off";
  const std::string shown = !is_switch ? flag.default_text : flag.default_text == "true" ? "on" : "off";
  return np::format("{} (default {})", flag.help, shown);
}

// Short forms begin each label, so that the long ones stand below one another.
std::string aligned(const ManualFlag& flag) {
  if (!flag.names.front().starts_with('-')) return flag.label();
  std::string text = flag.names.front().starts_with("--") ? "    " : "";
  return text + flag.label();
}

std::string table(const std::vector<Row>& rows, std::size_t width) {
  std::size_t column = 0;
  for (const Row& row : rows) {
    const std::size_t length = utf8::count(row.label);
    column = std::max(column, length <= kMostLabel ? length : kUsualLabel);
  }
  const std::size_t left = column + 4;
  std::string text;
  for (const Row& row : rows) {
    const std::size_t length = utf8::count(row.label);
    text += "  " + row.label;
    text += length > column ? "\n" + std::string(left, ' ') : std::string(left - 2 - length, ' ');
    text += wrapped(row.text, width > left + 20 ? width - left : 20, left) + "\n";
  }
  return text;
}

std::vector<Row> rows_of(const std::vector<ManualFlag>& flags) {
  std::vector<Row> rows;
  for (const ManualFlag& flag : flags) rows.push_back({aligned(flag), with_default(flag)});
  return rows;
}

// One of its names is among them.
bool counts(const ManualFlag& flag, const std::vector<std::string>& names) {
  return std::ranges::any_of(flag.names, [&](const std::string& name) { return std::ranges::contains(names, name); });
}

std::vector<ManualFlag> chosen(const Manual& manual, const std::vector<std::string>& names) {
  std::vector<ManualFlag> flags;
  for (const ManualFlag& setting : manual.settings)
    if (counts(setting, names)) flags.push_back(setting);
  return flags;
}

std::string section(const std::string& title, const std::string& rows) {
  return rows.empty() ? "" : "\n" + title + ":\n" + rows;
}

// By groups, as they stand in the table.
std::string settings_text(const std::vector<ManualFlag>& settings, std::size_t width) {
  std::string text;
  for (std::size_t begin = 0; begin < settings.size();) {
    std::size_t end = begin;
    while (end < settings.size() && settings[end].group == settings[begin].group) ++end;
    const std::vector<ManualFlag> group(settings.begin() + static_cast<std::ptrdiff_t>(begin),
                                        settings.begin() + static_cast<std::ptrdiff_t>(end));
    text += section(settings[begin].group, table(rows_of(group), width));
    begin = end;
  }
  return text;
}

std::string examples_text(const std::vector<std::string>& examples) {
  std::string rows;
  for (const std::string& example : examples) rows += "  " + example + "\n";
  return section(examples.size() == 1 ? "Example" : "Examples", rows);
}

std::string usage(const ManualCommand& command) {
  std::string text = "nerdpudding " + command.name;
  if (!command.flags.empty() || !command.settings.empty()) text += " [flags]";
  for (const ManualFlag& argument : command.arguments)
    text += argument.required ? " " + argument.label() : " [" + argument.label() + "]";
  return text;
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    const std::size_t word_length = utf8::count(word);
    at = end + 1;
    if (length > 0 && length + 1 + word_length > width) {
      out += "\n" + std::string(indent, ' ');
      length = 0;
    } else if (length > 0) {
      out += ' ';
      ++length;
    }
    out += word;
    length += word_length;
  }
  return out;
}

std::string help_text(const Manual& manual, bool all, std::size_t width) {
  width = std::min(width, kMostWidth);
  std::vector<Row> commands;
  for (const ManualCommand& command : manual.commands) commands.push_back({command.name, command.summary});
  std::string text = wrapped(manual.about, width, 0) + "\n\nUsage: nerdpudding [command] [flags]\n";
  text += section("Commands", table(commands, width));
  text += all ? settings_text(manual.settings, width)
              : section("Common flags", table(rows_of(chosen(manual, manual.common)), width));
  text += section("Help", table(rows_of(manual.flags), width));
  text += examples_text(manual.examples);
  text += "\n" +
          wrapped(
              "Every setting is a flag, an environment variable and a line of .env: --capture-fps is CAPTURE_FPS. "
              "`nerdpudding check` shows the settings in force and tries them.",
              width, 0) +
          "\n";
  return text;
}

std::string help_text(const Manual& manual, const ManualCommand& command, bool all, std::size_t width) {
  width = std::min(width, kMostWidth);
  std::string text = wrapped(command.summary + ".", width, 0) + "\n\nUsage: " + usage(command) + "\n";
  text += section("Arguments", table(rows_of(command.arguments), width));
  text += section("Flags", table(rows_of(command.flags), width));
  const bool many = command.settings.size() > kManySettings;
  const bool short_help = many && !all;
  if (short_help) {
    std::vector<ManualFlag> common = chosen(manual, manual.common);
    std::erase_if(common, [&](const ManualFlag& flag) { return !counts(flag, command.settings); });
    text += section("Common settings", table(rows_of(common), width));
    text += np::format("\nAll {} settings: nerdpudding {} --help-all\n", command.settings.size(), command.name);
  } else if (const std::string settings = settings_text(chosen(manual, command.settings), width); !settings.empty()) {
    text += (many ? "" : "\nSettings that count for this command\n") + settings;
  }
  text += examples_text(command.examples);
  return text;
}

}  // namespace np
