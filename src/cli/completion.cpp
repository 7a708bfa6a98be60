#include "cli/completion.hpp"

#include <algorithm>
#include <vector>

#include "base/format.hpp"

namespace np {
namespace {

// Within single quotes of any of the three shells; backticks mean something to some of them even there.
std::string quoted(std::string_view text, std::string_view apostrophe) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += apostrophe;
    else if (c != '`' && c != '\n')
      out += c;
  }
  return out + "'";
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

bool takes_folder(const ManualFlag& flag) { return flag.value == "FOLDER"; }

std::vector<std::string> valued_names(const ManualFlag& flag) {
  std::vector<std::string> names;
  for (const std::string& name : flag.names)
    if (flag.takes_value(name)) names.push_back(name);
  return names;
}

std::vector<std::string> all_names(const std::vector<ManualFlag>& flags) {
  std::vector<std::string> names;
  for (const ManualFlag& flag : flags) names.insert(names.end(), flag.names.begin(), flag.names.end());
  return names;
}

std::vector<ManualFlag> settings_for(const Manual& manual, const ManualCommand& command) {
  std::vector<ManualFlag> flags;
  for (const std::string& name : command.settings)
    if (const ManualFlag* setting = manual.setting(name)) flags.push_back(*setting);
  return flags;
}

// Every flag that takes a value, each name once: those of commands may share one.
std::vector<ManualFlag> valued_flags(const Manual& manual) {
  std::vector<ManualFlag> flags = manual.settings;
  for (const ManualCommand& command : manual.commands)
    for (const ManualFlag& flag : command.flags)
      if (std::ranges::none_of(flags, [&](const ManualFlag& f) { return f.names == flag.names; }))
        flags.push_back(flag);
  std::erase_if(flags, [](const ManualFlag& flag) { return valued_names(flag).empty(); });
  return flags;
}

std::string bash_values(const ManualFlag& flag) {
  if (!flag.choices.empty())
    return np::format("mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$cur\")", joined(flag.choices, " "));
  if (!flag.takes_path()) return ":";
  return np::format("compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -{} -- \"$cur\")",
                    takes_folder(flag) ? "d" : "f");
}

std::string bash(const Manual& manual) {
  std::string values, valued, of_commands, names;
  for (const ManualFlag& flag : valued_flags(manual)) {
    const std::string cases = joined(valued_names(flag), "|");
    values += np::format("    {}) {}; return ;;\n", cases, bash_values(flag));
    valued += (valued.empty() ? "" : "|") + cases;
  }
  for (const ManualCommand& command : manual.commands) {
    names += (names.empty() ? "" : " ") + command.name;
    std::vector<std::string> flags = all_names(command.flags);
    for (const std::string& name : all_names(settings_for(manual, command))) flags.push_back(name);
    flags.insert(flags.end(), {"-h", "--help", "--help-all"});
    std::string argument = ":";
    if (!command.arguments.empty()) argument = bash_values(command.arguments.front());
    of_commands += np::format("    {})\n      flags='{}'\n      [[ $cur == -* ]] || {{ {}; return; }} ;;\n",
                              command.name, joined(flags, " "), argument);
  }
  std::vector<std::string> top = all_names(manual.settings);
  for (const std::string& name : all_names(manual.flags)) top.push_back(name);
  return "# bash completion for nerdpudding, made by `nerdpudding completion bash`.\n"
         "_nerdpudding() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' flags='' i\n"
         "  # --name=value is three words.\n"
         "  [[ $cur != = ]] || cur=''\n"
         "  [[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD-2]}\n"
         "  COMPREPLY=()\n"
         "  case $prev in\n" +
         values +
         "  esac\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case ${COMP_WORDS[i]} in\n"
         "      " +
         valued +
         ") [[ ${COMP_WORDS[i+1]} != = ]] || ((++i)); ((++i)) ;;\n"
         "      -*) ;;\n"
         "      *) command=${COMP_WORDS[i]}; break ;;\n"
         "    esac\n"
         "  done\n"
         "  case $command in\n"
         "    '')\n"
         "      flags='" +
         joined(top, " ") + "'\n      [[ $cur == -* ]] || { mapfile -t COMPREPLY < <(compgen -W '" + names +
         "' -- \"$cur\"); return; } ;;\n" + of_commands +
         "  esac\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$flags\" -- \"$cur\")\n"
         "}\n"
         "complete -F _nerdpudding nerdpudding\n";
}

// Of _arguments, within single quotes.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("[]:\\$").contains(c)) out += '\\';
    if (c == '\'')
      out += "'\\''";
    else if (c != '`')
      out += c;
  }
  return out;
}

std::string zsh_values(const ManualFlag& flag) {
  if (!flag.choices.empty()) return "(" + joined(flag.choices, " ") + ")";
  if (!flag.takes_path()) return " ";
  return takes_folder(flag) ? "_files -/" : "_files";
}

std::string zsh_specs(const std::vector<ManualFlag>& flags, std::string_view indent) {
  std::string out;
  for (const ManualFlag& flag : flags)
    for (const std::string& name : flag.names) {
      const bool valued = flag.takes_value(name);
      out +=
          np::format("{}'*{}{}[{}]{}'\n", indent, name,
                     !valued                  ? ""
                     : name.starts_with("--") ? "="
                                              : "+",
                     zsh_text(flag.help), valued ? ":" + zsh_text(flag.value) + ":" + zsh_values(flag) : std::string());
    }
  return out;
}

std::string zsh(const Manual& manual) {
  std::string commands, cases;
  for (const ManualCommand& command : manual.commands) {
    commands += np::format("    '{}:{}'\n", command.name, zsh_text(command.summary));
    std::string specs = zsh_specs(command.flags, "            ");
    const bool all = command.settings.size() == manual.settings.size();
    if (!all) specs += zsh_specs(settings_for(manual, command), "            ");
    for (const ManualFlag& argument : command.arguments)
      specs += np::format("            ':{}:{}'\n", zsh_text(argument.names.front()), zsh_values(argument));
    cases += np::format("        {})\n          specs=(\n{}          )\n{}          ;;\n", command.name, specs,
                        all ? "          specs+=($settings)\n" : "");
  }
  return "#compdef nerdpudding\n"
         "# Made by `nerdpudding completion zsh`.\n"
         "_nerdpudding() {\n"
         "  local curcontext=\"$curcontext\" context state line\n"
         "  typeset -A opt_args\n"
         "  local -a commands settings help specs\n"
         "  commands=(\n" +
         commands + "  )\n  settings=(\n" + zsh_specs(manual.settings, "    ") + "  )\n  help=(\n" +
         zsh_specs(manual.flags, "    ") +
         "  )\n"
         "  _arguments -C $settings $help '1: :->command' '*:: :->rest' && return\n"
         "  case $state in\n"
         "    command) _describe -t commands command commands ;;\n"
         "    rest)\n"
         "      case $words[1] in\n" +
         cases +
         "      esac\n"
         "      _arguments $specs '(-h --help)'{-h,--help}'[Show the help of this command]' ;;\n"
         "  esac\n"
         "}\n"
         "# Loaded by its name it is asked at once.\n"
         "if [[ $funcstack[1] == _nerdpudding ]]; then _nerdpudding \"$@\"; else compdef _nerdpudding nerdpudding; "
         "fi\n";
}

std::string fish_values(const ManualFlag& flag) {
  if (!flag.choices.empty()) return " -x -a " + quoted(joined(flag.choices, " "), "\\'");
  if (!flag.takes_path()) return " -x";
  return takes_folder(flag) ? " -x -a '(__fish_complete_directories)'" : " -r -F";
}

std::string fish_flags(const std::vector<ManualFlag>& flags, const std::string& where) {
  std::string out;
  for (const ManualFlag& flag : flags)
    for (const std::string& name : flag.names) {
      const bool is_long = name.starts_with("--");
      const bool valued = flag.takes_value(name);
      out += np::format("complete -c nerdpudding{} -{} {}{} -d {}\n", where, is_long ? "l" : "s",
                        name.substr(is_long ? 2 : 1), valued ? fish_values(flag) : "", quoted(flag.help, "\\'"));
    }
  return out;
}

std::string fish(const Manual& manual) {
  std::string out =
      "# fish completion for nerdpudding, made by `nerdpudding completion fish`.\ncomplete -c nerdpudding -f\n";
  for (const ManualCommand& command : manual.commands)
    out += np::format("complete -c nerdpudding -n __fish_use_subcommand -a {} -d {}\n", command.name,
                      quoted(command.summary, "\\'"));
  out += fish_flags(manual.flags, "");
  // Proposes a setting for the commands that it applies to, and before there is a command.
  for (const ManualFlag& setting : manual.settings) {
    std::string commands;
    for (const ManualCommand& command : manual.commands)
      if (std::ranges::any_of(command.settings,
                              [&](const std::string& name) { return std::ranges::contains(setting.names, name); }))
        commands += " " + command.name;
    out += fish_flags({setting}, " -n '__fish_use_subcommand; or __fish_seen_subcommand_from" + commands + "'");
  }
  for (const ManualCommand& command : manual.commands) {
    const std::string where = " -n '__fish_seen_subcommand_from " + command.name + "'";
    out += fish_flags(command.flags, where);
    if (command.arguments.empty()) continue;
    const ManualFlag& argument = command.arguments.front();
    if (argument.takes_path()) out += "complete -c nerdpudding" + where + " -F\n";
    if (!argument.choices.empty())
      out += "complete -c nerdpudding" + where + " -a " + quoted(joined(argument.choices, " "), "\\'") + "\n";
  }
  return out;
}

}  // namespace

std::string completion_script(const Manual& manual, Shell shell) {
  switch (shell) {
    case Shell::kBash: return bash(manual);
    case Shell::kZsh: return zsh(manual);
    case Shell::kFish: return fish(manual);
  }
  return "";
}

}  // namespace np
