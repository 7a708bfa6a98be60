// A written word between blanks, taken apart, and its place. Plain values, inside this folder only.
#pragma once

#include <span>
#include <string_view>

namespace np::text {

struct Token {
  std::string_view before;  // signs in front: ( "
  std::string_view core;    // empty only if there are signs alone
  std::string_view after;   // signs behind: , . ; : ? ! ) "
};
Token take_apart(std::string_view written);

// The surroundings of a token.
struct Place {
  std::span<const Token> all;
  std::size_t at = 0;

  // Empty at either end.
  std::string_view previous() const { return at > 0 ? all[at - 1].core : std::string_view(); }
  // Empty where signs stand in between.
  std::string_view next() const {
    return at + 1 < all.size() && all[at].after.empty() && all[at + 1].before.empty() ? all[at + 1].core
                                                                                      : std::string_view();
  }
};

}  // namespace np::text
