// What people type into a search field, in the language of SQLite's FTS5. Pure function.
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

// Every word has to be there, in any place; its end may be missing, unless it is a single letter. What stands between
// quotation marks ("…", “…”, „…“, «…») is a phrase. Of Chinese and Japanese any part is found. Nothing that is typed is
// an operator or an error. Nothing: there is no word in it.
std::optional<SearchExpression> search_expression(std::string_view typed);

}  // namespace np
