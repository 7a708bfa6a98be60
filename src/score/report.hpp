// Writes a scorecard for people and for programs.
#pragma once

#include <span>
#include <string>

#include "score/scorecard.hpp"

namespace np::score {

// An aligned table, one figure a row.
std::string table(const Scorecard& card);
// One JSON object on one line; docs/scorecard.md names its members.
std::string as_json(const Scorecard& card);
// Each line with its verdict, for readers who doubt a figure.
std::string line_by_line(std::span<const SpokenLine> lines, const Scorecard& card);

}  // namespace np::score
