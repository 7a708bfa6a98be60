#include "base/similarity.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.hpp"

namespace np {
namespace {

struct Run {
  std::size_t a = 0;
  std::size_t b = 0;
  std::size_t size = 0;
};

using Characters = std::u32string_view;

std::u32string characters(std::string_view text) {
  std::u32string all;
  while (!text.empty()) {
    const utf8::Front next = utf8::front(text);
    const bool whole = next.kind == utf8::Front::Kind::kCharacter;
    all += whole ? static_cast<char32_t>(utf8::code_point(text.substr(0, next.bytes))) : U'\uFFFD';
    text.remove_prefix(next.bytes);
  }
  return all;
}

// Of several that are equally long: the first in `a`, then the first in `b`.
Run longest_run(Characters a, Characters b) {
  Run best;
  std::vector<std::size_t> above(b.size() + 1, 0), row(b.size() + 1, 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = a[i] == b[j] ? above[j] + 1 : 0;
      const std::size_t size = row[j + 1];
      if (size > best.size) best = {.a = i + 1 - size, .b = j + 1 - size, .size = size};
    }
    std::swap(above, row);
  }
  return best;
}

double ratio(std::size_t common, Characters a, Characters b) {
  const std::size_t all = a.size() + b.size();
  return all == 0 ? 1 : 2 * static_cast<double>(common) / static_cast<double>(all);
}

double similarity_of(Characters a, Characters b) {
  std::size_t common = 0;
  std::vector<std::pair<Characters, Characters>> open{{a, b}};
  while (!open.empty()) {
    const auto [left, right] = open.back();
    open.pop_back();
    const Run run = longest_run(left, right);
    if (run.size == 0) continue;
    common += run.size;
    open.emplace_back(left.substr(0, run.a), right.substr(0, run.b));
    open.emplace_back(left.substr(run.a + run.size), right.substr(run.b + run.size));
  }
  return ratio(common, a, b);
}

// As many as there could be in any order.
std::size_t most_common(Characters a, Characters b) {
  std::map<char32_t, int> left;
  for (const char32_t c : a) ++left[c];
  return static_cast<std::size_t>(std::ranges::count_if(b, [&](char32_t c) { return left[c]-- > 0; }));
}

}  // namespace

double similarity(std::string_view a, std::string_view b) { return similarity_of(characters(a), characters(b)); }

bool alike(std::string_view a, std::string_view b, double least) {
  const std::u32string left = characters(a), right = characters(b);
  return ratio(std::min(left.size(), right.size()), left, right) >= least &&
         ratio(most_common(left, right), left, right) >= least && similarity_of(left, right) >= least;
}

}  // namespace np
