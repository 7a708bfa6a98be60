// The visible content of a clip, as a person wrote it down. docs/scorecard.md describes the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "score/passage.hpp"

namespace np::score {

struct Truth {
  double seconds = 0;                      // length of the clip
  std::vector<Event> events;               // by time
  std::vector<std::optional<int>> people;  // in view, by second; nullopt: nobody counted

  // The number in the second that holds this moment. nullopt: not known.
  std::optional<int> people_at(double second) const;
};

// Blocks. Throws Error if the file cannot be read or is malformed, with its name, the line, the field and the allowed
// values.
Truth load_truth(const std::filesystem::path& file);
// The same for a text; `name` stands for it in errors.
Truth parse_truth(std::string_view text, std::string_view name);

}  // namespace np::score
