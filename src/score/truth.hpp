// What is to be seen in a clip, as somebody wrote down who looked at it. docs/scorecard.md describes the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "score/passage.hpp"

namespace np::score {

struct Truth {
  double seconds = 0;                      // how long the clip is
  std::vector<Event> events;               // by time
  std::vector<std::optional<int>> people;  // in view, by second; nullopt: nobody counted

  // The number at that moment: of the second it lies in. nullopt: not known.
  std::optional<int> people_at(double second) const;
};

// Blocks. Throws Error where the file cannot be read or is not as it should be: with its name, the line, the field and
// what is allowed there.
Truth load_truth(const std::filesystem::path& file);
// The same of a text; `name` is what errors call it.
Truth parse_truth(std::string_view text, std::string_view name);

}  // namespace np::score
