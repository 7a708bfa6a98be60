// Translates the text of a search field into the language of SQLite's FTS5. Pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace np {

struct SearchExpression {
  std::string words;  // for the index of words; empty: nothing to find there
  std::string parts;  // likewise for the index of parts (record/parts.hpp)

  bool empty() const { return words.empty() && parts.empty(); }
};

// Every word must occur, in any place; its end may be missing, unless it is a single letter. Text between quotation
// marks ("…", “…”, „…“, «…») is a phrase. In Chinese and Japanese, any part matches. Nothing in the text acts as an
// operator or is an error. Nothing: it holds no word.
std::optional<SearchExpression> search_expression(std::string_view typed);

}  // namespace np
