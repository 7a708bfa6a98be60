#include "engine/watcher/words/style.hpp"

namespace np::watcher {

Style style_of(std::string_view profile_key) {
  if (profile_key == "sports") {
    return {.tone = Tone::kSports,
            .words = 11,
            .pause = 0.6,
            .animals = 1,
            .vehicles = 0.5,
            .movements = 1.4,
            .meanwhile = 6};
  }
  if (profile_key == "nature") {
    return {.tone = Tone::kNature,
            .words = 20,
            .pause = 2,
            .people = 0.8,
            .animals = 1.6,
            .vehicles = 0.6,
            .meanwhile = 10};
  }
  if (profile_key == "security") {
    return {.tone = Tone::kSecurity,
            .words = 16,
            .pause = 0.8,
            .vehicles = 1,
            .tells_places = true,
            .tells_counts = true,
            .meanwhile = 15};
  }
  if (profile_key == "descriptive") {
    return {
        .tone = Tone::kDescriptive, .words = 26, .pause = 1.2, .vehicles = 0.9, .tells_places = true, .meanwhile = 7};
  }
  return {};
}

}  // namespace np::watcher
