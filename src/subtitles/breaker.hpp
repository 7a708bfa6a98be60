// Breaks a line into the texts of cues, as broadcasters do: at most two rows of 42 columns each, or of 20 glyphs where
// they are two columns wide; balanced; at punctuation or before conjunctions and prepositions; not inside a name or
// between an article and its noun where that can be avoided. As few cues as the line needs. Pure function; the time it
// takes grows with the line's length, not with its square.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::subtitles {

inline constexpr int kMostColumns = 42;
inline constexpr int kMostWide = 20;

struct CueText {
  std::vector<std::string> rows;  // one or two, none of them empty
  int columns = 0;                // of all rows
};

// `line` is tidy (tidy.hpp). An empty one has no cues. The rows, joined by what stood between them (a space or
// nothing), are the line again.
std::vector<CueText> break_line(std::string_view line);

}  // namespace np::subtitles
