#include "score/similarity.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace np::score {
namespace {

struct Run {
  std::size_t a = 0;
  std::size_t b = 0;
  std::size_t size = 0;
};

// Of several that are equally long: the first in `a`, then the first in `b`.
Run longest_run(std::string_view a, std::string_view b) {
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

}  // namespace

double similarity(std::string_view a, std::string_view b) {
  const std::size_t all = a.size() + b.size();
  if (all == 0) return 1;
  std::size_t common = 0;
  std::vector<std::pair<std::string_view, std::string_view>> open{{a, b}};
  while (!open.empty()) {
    const auto [left, right] = open.back();
    open.pop_back();
    const Run run = longest_run(left, right);
    if (run.size == 0) continue;
    common += run.size;
    open.emplace_back(left.substr(0, run.a), right.substr(0, run.b));
    open.emplace_back(left.substr(run.a + run.size), right.substr(run.b + run.size));
  }
  return 2 * static_cast<double>(common) / static_cast<double>(all);
}

}  // namespace np::score
