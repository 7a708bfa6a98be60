// A glyph: one character as a reader sees it, such as a letter with its accents, an emoji made of several code points,
// or a flag. Pure functions.
#pragma once

#include <string_view>
#include <vector>

namespace np::subtitles {

struct Glyph {
  enum class Kind {
    kLetter,     // and any other
    kSpace,      // U+0020
    kGap,        // without width: a line may break behind it
    kIdeograph,  // a line may break beside it: Chinese, kana, emoji. Not Hangul, whose words have spaces between them
    kOpening,    // a bracket; stays with what follows
    kClosing,    // a bracket, a full stop, a comma; stays with what precedes
    kQuote,      // stays with both
    kDash,       // a line may break behind it: hyphens, dashes, the slash
    kGlue,       // a line breaks on neither side
  };
  enum class Case { kNone, kSmall, kCapital };

  std::string_view text;
  int columns = 1;  // 0, 1, or 2 for one as wide as two Latin letters
  Kind kind = Kind::kLetter;
  Case letter_case = Case::kNone;
};

// The glyphs of a UTF-8 text without line ends and control characters (tidy.hpp), as views of it.
std::vector<Glyph> glyphs(std::string_view text);

}  // namespace np::subtitles
