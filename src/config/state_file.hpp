// Keeps settings that people change over restarts, in state.json in STATE_DIR. The file may hold a camera's password,
// or a model server's
// key, so only its owner can read it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "config/settings.hpp"

namespace np {

struct State {
  std::optional<std::string> source;
  std::optional<std::string> loop;
  std::optional<std::string> instruction;
  std::optional<std::string> profile;
  std::optional<std::string> context;
  std::optional<std::string> preset;
  std::optional<std::string> voice;
  std::optional<std::string> voice_speed;
  // The eyes, if somebody has chosen them: all five, and all empty for the built-in ones.
  std::optional<std::string> model_path;
  std::optional<std::string> mmproj_path;
  std::optional<std::string> engine_url;
  std::optional<std::string> engine_model;
  std::optional<std::string> engine_api_key;
  bool operator==(const State&) const = default;
};

class StateFile {
 public:
  // An empty folder: nothing is kept. The folder is made when the first state is saved.
  explicit StateFile(std::filesystem::path folder);
  // Writes what is still to be written: blocks for that.
  ~StateFile();

  // Blocks for the file. A missing file is an empty state; one that cannot be used is too, with a warning.
  State load(std::vector<std::string>& warnings) const;
  // Any thread; never blocks. The newest state wins; a failure is logged.
  void save(State state);
  // Any thread; never blocks. A source is being opened, or has only just been: where the program does not outlive that,
  // a file beside state.json is left, and the next one knows.
  void mark_opening(bool opening);
  // Whether the program before this one left that mark: blocks for the file. From now on it is this program's.
  bool take_opening_mark() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Puts a kept state into the settings that were not given by `.env`, environment or flag; the eyes all or none, for a
// key goes to its own server only. A preset that does not exist any more is a warning.
void restore_state(Loaded& loaded, const State& state);

}  // namespace np
