#include "engine/watcher/words/said.hpp"

#include <algorithm>
#include <vector>

namespace np::watcher {
namespace {

std::size_t same_characters(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t best = 0, end_a = 0, end_b = 0;
  std::vector<std::size_t> before(b.size() + 1), now(b.size() + 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = a[i - 1] == b[j - 1] ? before[j - 1] + 1 : 0;
      if (now[j] > best) {
        best = now[j];
        end_a = i;
        end_b = j;
      }
    }
    std::swap(before, now);
  }
  if (best == 0) return 0;
  return best + same_characters(a.substr(0, end_a - best), b.substr(0, end_b - best)) +
         same_characters(a.substr(end_a), b.substr(end_b));
}

}  // namespace

double likeness(std::string_view a, std::string_view b) {
  return a.empty() && b.empty()
             ? 1
             : 2. * static_cast<double>(same_characters(a, b)) / static_cast<double>(a.size() + b.size());
}

bool Said::echoes(std::string_view line) const {
  return std::ranges::any_of(lines_, [&](const std::string& said) { return likeness(said, line) >= kAlike; });
}

void Said::add(std::string line) {
  lines_.push_back(std::move(line));
  if (lines_.size() > kLast) lines_.pop_front();
}

}  // namespace np::watcher
