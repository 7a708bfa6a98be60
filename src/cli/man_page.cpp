#include "cli/man_page.hpp"

#include "base/format.hpp"

namespace np {
namespace {

// Escapes text that roff would interpret: backslashes, hyphens that must stay hyphens, and signs at the start of a
// line.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (out.empty() && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '`')
      out += "\\(ga";
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string slanted(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string head(const ManualFlag& flag) {
  if (!flag.names.front().starts_with('-')) return slanted(flag.names.front());
  std::string text;
  for (const std::string& name : flag.names) {
    text += (text.empty() ? "" : ", ") + bold(name);
    if (flag.takes_value(name)) text += " " + slanted(flag.value);
  }
  return text;
}

std::string entry(const ManualFlag& flag) {
  std::string text = np::format(".TP\n{}\n{}.\n", head(flag), roff(flag.help));
  if (!flag.allowed.empty()) text += np::format("Allowed: {}.\n", roff(flag.allowed));
  if (!flag.default_text.empty()) text += np::format("Default: {}.\n", roff(flag.default_text));
  return text;
}

std::string examples(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += np::format(".PP\n.nf\n.RS\n{}\n.RE\n.fi\n", roff(line));
  return text;
}

std::string command_section(const Manual& manual, const ManualCommand& command) {
  std::string text = np::format(".SS {}", roff(command.name));
  for (const ManualFlag& argument : command.arguments) text += " " + slanted(argument.label());
  text += np::format("\n{}.\n", roff(command.summary));
  for (const ManualFlag& argument : command.arguments) text += entry(argument);
  for (const ManualFlag& flag : command.flags) text += entry(flag);
  if (command.settings.size() == manual.settings.size()) {
    text += ".PP\nAll settings count for this command.\n";
  } else if (!command.settings.empty()) {
    text += ".PP\nThese settings count for this command:";
    std::string_view between = " ";
    for (const std::string& name : command.settings) {
      text += np::format("{}{}", between, bold(name));
      between = ",\n";
    }
    text += ".\n";
  }
  return text + examples(command.examples);
}

}  // namespace

std::string man_page(const Manual& manual, std::string_view version) {
  std::string text = np::format(
      ".TH NERDPUDDING 1 \"\" \"NerdPudding {}\" \"User Commands\"\n"
      ".SH NAME\nnerdpudding \\- live commentator for any video\n"
      ".SH SYNOPSIS\n.B nerdpudding\n[\\fIcommand\\fR] [\\fIflags\\fR]\n"
      ".SH DESCRIPTION\n{}\n",
      version, roff(manual.about));
  for (const ManualFlag& flag : manual.flags) text += entry(flag);
  text += ".SH COMMANDS\n";
  for (const ManualCommand& command : manual.commands) text += command_section(manual, command);
  text +=
      ".SH SETTINGS\nEvery setting is a flag, an environment variable and a line of the file\n.I .env\nin the current "
      "folder:\n.B \\-\\-capture\\-fps\nis\n.BR CAPTURE_FPS .\nFlags win over the environment, and the environment "
      "wins "
      "over the file.\nTimes are in seconds.\n";
  std::string_view group;
  for (const ManualFlag& setting : manual.settings) {
    if (setting.group != group) text += np::format(".SS {}\n", roff(setting.group));
    group = setting.group;
    text += entry(setting);
  }
  text += ".SH EXAMPLES\nTo begin with:\n" + examples(manual.examples);
  text +=
      ".SH EXIT STATUS\n"
      ".TP\n0\nThe command did what it was asked to do.\n"
      ".TP\n1\nThe command failed; one line on standard error says why. \\fBcheck\\fR found a problem.\n"
      ".TP\n2\nThe command line or a setting is wrong.\n"
      ".TP\n130\nYou stopped the command.\n"
      ".SH SIGNALS\nSIGINT, SIGTERM and SIGHUP stop\n.B nerdpudding serve\nwithin two seconds; a second one stops it "
      "at "
      "once.\n"
      ".SH FILES\n"
      ".TP\n.I .env\nSettings, in the current folder.\n"
      ".TP\n.I ~/.local/state/nerdpudding\nWhat the program keeps over restarts (\\fBSTATE_DIR\\fR).\n"
      ".TP\n.I ~/.local/share/nerdpudding/models\nModels that\n.B nerdpudding pull\nhas downloaded.\n"
      ".TP\n.I /etc/nerdpudding/nerdpudding.env\nSettings of the system service.\n"
      ".SH SEE ALSO\n.I /usr/share/doc/nerdpudding/README.md\n";
  return text;
}

}  // namespace np
