#include "commentary/clause_cut.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace np {
namespace {

constexpr std::size_t kLeastFront = 12;  // bytes: fewer say nothing
constexpr std::string_view kClauseSigns[] = {",", ";", ":", " -", "–", "—"};
constexpr std::string_view kClauseWords[] = {"while ", "but ", "because "};

// How many bytes of the front are its clause; npos: no clause ends there.
std::size_t clause_length(std::string_view front, std::string_view rest) {
  for (const std::string_view sign : kClauseSigns)
    if (front.ends_with(sign)) return trim(front.substr(0, front.size() - sign.size())).size();
  if (std::ranges::any_of(kClauseWords, [&](std::string_view word) { return rest.starts_with(word); }))
    return front.size();
  return front.npos;
}

}  // namespace

std::optional<ClauseCut> cut_at_clause(std::string_view sentence, std::size_t most) {
  for (std::size_t i = std::min(most, sentence.size()); i-- > kLeastFront;) {
    if (sentence[i] != ' ') continue;
    const std::string_view rest = trim(sentence.substr(i));
    const std::size_t length = clause_length(sentence.substr(0, i), rest);
    if (length == sentence.npos || length < kLeastFront || rest.empty()) continue;
    return ClauseCut{std::string(sentence.substr(0, length)) + '.', std::string(rest)};
  }
  return std::nullopt;
}

}  // namespace np
