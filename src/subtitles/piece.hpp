// Splits a line into pieces between which it may break, each with the joint that a break there would tear. Pure
// functions.
#pragma once

#include <string_view>
#include <vector>

namespace np::subtitles {

// The joints between two pieces, from the best place for a break to the worst.
enum class Joint {
  kSentence,     // a sentence ends
  kClause,       // a comma, a colon, a dash
  kConjunction,  // a conjunction follows
  kPreposition,  // a preposition follows
  kIdeograph,    // Chinese and Japanese have no spaces
  kWord,
  kHyphen,  // behind the hyphen of a compound
  kBound,   // an article and its noun, a preposition and its object, a number and what it counts
  kName,    // two parts of a name
  kTorn,    // inside a word that is wider than a row
};

struct Piece {
  std::string_view text;
  int columns = 0;                 // at least 1
  int wide = 0;                    // glyphs of two columns
  bool space = false;              // a space stands before it
  Joint joint = Joint::kSentence;  // with the piece before it
};

// The pieces of a tidy line, as views of it. Only a piece of a single glyph is wider than `most_columns` or has more
// than `most_wide` wide glyphs.
std::vector<Piece> pieces(std::string_view line, int most_columns, int most_wide);

}  // namespace np::subtitles
