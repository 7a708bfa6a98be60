// Recognises the marks that models and their servers put around words: special tokens, tags of thoughts and answers.
// Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace np {

enum class MarkKind {
  kNone,     // there is none at the front of the text
  kBegun,    // the text ends too early to tell
  kOpens,    // thoughts
  kCloses,   // thoughts
  kHeader,   // a word about what comes: whose turn, which channel
  kContent,  // ... and its end
  kSilence,  // there is nothing to say, and no more comes
  kOther,    // to be left out
};

struct TextMark {
  MarkKind kind = MarkKind::kNone;
  std::size_t bytes = 0;  // of the mark

  // The longest mark that it recognises.
  static constexpr std::size_t kLongest = 48;
};
// The mark at the front of a text that is not empty.
TextMark text_mark(std::string_view text);
// The position where the first mark may begin; npos: nowhere.
std::size_t find_mark(std::string_view text);

}  // namespace np
