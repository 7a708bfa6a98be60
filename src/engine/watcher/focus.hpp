// What an instruction asks the watcher for. It knows four kinds of things and understands words, not meaning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::watcher {

struct Focus {
  bool people = true;
  bool motion = true;
  bool light = true;
  bool cuts = true;
  bool all() const { return people && motion && light && cuts; }
  bool operator==(const Focus&) const = default;
};

// The names of the kinds, as the page shows them.
std::vector<std::string> focus_kinds();
std::vector<std::string> names_of(const Focus& focus);

// "Only the light, please" is light alone; "but no cuts" is all but cuts; where no word is known, all of it.
Focus parse_focus(std::string_view instruction);

}  // namespace np::watcher
