// A plain description of the command line, from which help texts, completions and the man page are written. Plain
// values; a manual is built from its arguments alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np {

// A flag, or a positional argument.
struct ManualFlag {
  std::vector<std::string> names;    // "--port", then its other forms; of an argument: "clip"
  std::string value;                 // the placeholder of its value: "N", "FILE", "on|off"; empty: it takes none
  std::string help;                  // one sentence without a full stop
  std::string default_text;          // empty: none
  std::string allowed;               // of settings: "a whole number from 0 to 65535"
  std::vector<std::string> choices;  // all or some of its possible values; mostly empty
  std::string group;                 // of settings: "The voice"
  bool required = false;

  // Its value is a file or folder.
  bool takes_path() const;
  // Whether a value follows this one of its names. Not so for --no-voice, which means "off".
  bool takes_value(std::string_view name) const;
  // "--port, --server-port N", "--enable-tts on|off, --no-voice"; of an argument "<clip>".
  std::string label() const;
};

struct ManualCommand {
  std::string name;
  std::string summary;  // one sentence without a full stop
  std::vector<ManualFlag> arguments;
  std::vector<ManualFlag> flags;
  std::vector<std::string> settings;  // flags of the settings that apply to this command: "--port"
  std::vector<std::string> examples;  // command lines
};

struct Manual {
  std::string about;  // sentences
  std::vector<ManualCommand> commands;
  std::vector<ManualFlag> settings;  // flags of any command, in the order of the settings table
  std::vector<ManualFlag> flags;     // --help and the like
  std::vector<std::string> common;   // flags of the settings that most people want
  std::vector<std::string> examples;

  const ManualCommand* command(std::string_view name) const;  // nullptr: there is none
  const ManualFlag* setting(std::string_view flag) const;     // by any of its names; nullptr: there is none
};

}  // namespace np
