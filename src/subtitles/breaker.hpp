// Breaks a line into the texts of cues, as broadcasters do: at most two rows of 42 columns each, or of 20 glyphs that
// are two columns wide; balanced; at punctuation or before conjunctions and prepositions; if possible, not inside a
// name or between an article and its noun. Makes as few cues as the line needs. Pure function; its time grows with the
// line's length, not with its square.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::subtitles {

inline constexpr int kMostColumns = 42;
inline constexpr int kMostWide = 20;

struct CueText {
  std::vector<std::string> rows;  // one or two, never empty
  int columns = 0;                // of all rows
};

// `line` is tidy (tidy.hpp). An empty one has no cues. The rows, joined by the text that stood between them (a space or
// nothing), give the line again.
std::vector<CueText> break_line(std::string_view line);

}  // namespace np::subtitles
