// That a text says a sentence of src/*/messages.hpp, whose words may change at any time.
#pragma once

#include <gmock/gmock.h>

#include <cstddef>
#include <format>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/format.hpp"

namespace np::test {

// The sentence with the values in place of its {}; for testing::_ and where no value is given anything may stand.
// What is left are the pieces in between, which a text holds one after the other.
template <typename... Values>
std::vector<std::string> pieces_of(std::string_view sentence, const Values&... values) {
  std::vector<std::string> pieces(1), fields;
  for (std::size_t at = 0; at < sentence.size(); ++at) {
    const char c = sentence[at];
    if ((c == '{' || c == '}') && at + 1 < sentence.size() && sentence[at + 1] == c) {
      pieces.back() += sentence[at++];
    } else if (c == '{') {
      const std::size_t end = sentence.find('}', at);
      fields.emplace_back(sentence.substr(at, end - at + 1));
      pieces.emplace_back();
      at = end;
    } else {
      pieces.back() += c;
    }
  }
  if (fields.size() < sizeof...(values)) throw std::logic_error("more values than {} in: " + std::string(sentence));
  std::vector<std::string> found{pieces[0]};
  std::size_t n = 0;
  [[maybe_unused]] const auto fill = [&](const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::decay_t<decltype(testing::_)>>)
      found.emplace_back();
    else
      found.back() += np::vformat(fields[n], std::make_format_args(value));
    found.back() += pieces[++n];
  };
  (fill(values), ...);
  found.insert(found.end(), pieces.begin() + static_cast<std::ptrdiff_t>(n) + 1, pieces.end());
  return found;
}

MATCHER_P(SaysInOrder, pieces, "says " + testing::PrintToString(pieces)) {
  const std::string_view text(arg);
  std::size_t at = 0;
  for (const std::string& piece : pieces) {
    at = text.find(piece, at);
    if (at == text.npos) return false;
    at += piece.size();
  }
  return true;
}

// Matches a text that holds the sentence: says(messages::kNoSuchFile), says(messages::kTooLong, _, 2000).
template <typename... Values>
auto says(std::string_view sentence, const Values&... values) {
  return SaysInOrder(pieces_of(sentence, values...));
}

}  // namespace np::test
