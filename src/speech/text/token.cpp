#include "speech/text/token.hpp"

#include "base/text.hpp"

namespace np::text {

Token take_apart(std::string_view written) {
  constexpr std::string_view kBefore = "\"'([{,.;:!?", kAfter = "\"')]},.;:!?";
  std::size_t from = 0, to = written.size();
  while (from < to && kBefore.contains(written[from])) {
    // ".5" is a number, "'90s" a time, "'em" a word.
    if (std::string_view(".'").contains(written[from]) && from + 1 < to &&
        (is_digit(written[from + 1]) || written[from] == '\''))
      break;
    ++from;
  }
  while (to > from && kAfter.contains(written[to - 1])) --to;
  // The last dot of "U.S." is its own.
  if (to < written.size() && written[to] == '.' && to - from >= 3 && is_alpha(written[to - 1]) &&
      written[to - 2] == '.')
    ++to;
  return {written.substr(0, from), written.substr(from, to - from), written.substr(to)};
}

}  // namespace np::text
