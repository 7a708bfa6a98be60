#include "score/passage.hpp"

#include <algorithm>

namespace np::score {

const char* to_string(Sides one) {
  switch (one) {
    case kLeft: return "left";
    case kRight: return "right";
    case kTop: return "top";
    case kBottom: return "bottom";
    case kInside: return "inside";
    default: return "";
  }
}

bool Who::fits(const Who& other) const {
  if (family == Family::kThing || other.family == Family::kThing) return true;
  // "rider" is a person or what it rides.
  const auto shares = [](const std::vector<Kind>& a, const std::vector<Kind>& b) {
    return std::ranges::any_of(a, [&](Kind k) { return std::ranges::find(b, k) != b.end(); });
  };
  const bool any_of_mine = kinds.empty() && family == other.family,
             any_of_its = other.kinds.empty() && family == other.family;
  return any_of_mine || any_of_its || shares(kinds, other.kinds);
}

}  // namespace np::score
