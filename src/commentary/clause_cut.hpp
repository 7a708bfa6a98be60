// Finds the place to cut a sentence so that its front can be spoken by itself. Pure function.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace np {

struct ClauseCut {
  std::string front;  // ends as a sentence does
  std::string rest;
};

// The longest front of at most `most` bytes that ends with a clause; nullopt: there is none.
std::optional<ClauseCut> cut_at_clause(std::string_view sentence, std::size_t most);

}  // namespace np
