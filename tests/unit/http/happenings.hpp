// Happenings of a show, as short as tests want them.
#pragma once

#include <string>
#include <utility>

#include "commentary/happening.hpp"

namespace np::test {

inline LineGrew grew(std::string piece, std::uint64_t cycle = 1, std::size_t at = 0) {
  return {.cycle = cycle, .at = at, .piece = std::move(piece)};
}
inline LineEnded said(std::string text, std::uint64_t cycle = 1) { return {.cycle = cycle, .text = std::move(text)}; }
inline LineEnded skip(std::uint64_t cycle = 1) { return {.cycle = cycle, .outcome = Outcome::kNothing}; }

}  // namespace np::test
