// Profiles: who the commentator is. Built-in ones are part of the binary; a user adds files of the same form:
// header lines `label:`, `suggestion:` and `speed:`, an empty line, then the prompt.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/asset.hpp"
#include "config/settings.hpp"

namespace np {

struct Profile {
  std::string key;         // [a-z0-9_-]
  std::string label;       // for people
  std::string suggestion;  // an instruction that the page fills in; may be empty
  std::string prompt;      // UTF-8
  double speed = 1;        // of the voice, if nobody has chosen another
};

struct Profiles {
  std::vector<Profile> list;          // `default` first, then by key; never empty
  std::vector<std::string> warnings;  // one line for each file that was left out

  const Profile* find(std::string_view key) const;
  // As find, but throws Error{kInvalid} that lists the keys.
  const Profile& get(std::string_view key) const;
};

// The files of the built-in ones.
std::span<const Asset> profiles_assets();

// Built-in profiles, those of PROFILES_DIR (a user's file with a built-in's name replaces it), and COMMENTATOR_PROMPT
// as the default one's text. Blocks for some small files. A broken file is a warning and left out.
Profiles load_profiles(const Settings& settings);

// Once at start: throws Error{kInvalid} where PROFILE names none that is there; one kept from the last run is a
// warning, and `default` is used.
void settle_profile(Loaded& loaded, const Profiles& profiles);

}  // namespace np
