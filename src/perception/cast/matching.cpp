#include "perception/cast/matching.hpp"

#include <algorithm>
#include <limits>

namespace np::perception {

// The Hungarian method with shortest augmenting paths: row after row is added at the least cost, others move aside.
// Rows and columns are counted from 1, 0 is where a path begins; columns are added until every row can have one.
std::vector<std::optional<std::size_t>> best_pairs(const Worth& worth) {
  const std::size_t rows = worth.rows(), columns = std::max(worth.columns(), rows);
  const auto cost = [&](std::size_t row, std::size_t column) {
    return column <= worth.columns() ? -std::max(0.f, worth.at(row - 1, column - 1)) : 0.f;
  };
  std::vector<float> row_price(rows + 1), column_price(columns + 1);
  std::vector<std::size_t> row_of(columns + 1);
  for (std::size_t added = 1; added <= rows; ++added) {
    std::vector<float> least(columns + 1, std::numeric_limits<float>::max());
    std::vector<std::size_t> before(columns + 1);
    std::vector<bool> reached(columns + 1);
    row_of[0] = added;
    std::size_t at = 0;
    do {
      reached[at] = true;
      std::size_t next = 0;
      float step = std::numeric_limits<float>::max();
      for (std::size_t c = 1; c <= columns; ++c) {
        if (reached[c]) continue;
        if (const float over = cost(row_of[at], c) - row_price[row_of[at]] - column_price[c]; over < least[c])
          least[c] = over, before[c] = at;
        if (least[c] < step) step = least[c], next = c;
      }
      for (std::size_t c = 0; c <= columns; ++c) {
        if (reached[c]) {
          row_price[row_of[c]] += step;
          column_price[c] -= step;
        } else {
          least[c] -= step;
        }
      }
      at = next;
    } while (row_of[at] != 0);
    for (; at != 0; at = before[at]) row_of[at] = row_of[before[at]];
  }

  std::vector<std::optional<std::size_t>> column_of(rows);
  for (std::size_t c = 1; c <= worth.columns(); ++c) {
    if (row_of[c] != 0 && worth.at(row_of[c] - 1, c - 1) > 0) column_of[row_of[c] - 1] = c - 1;
  }
  return column_of;
}

}  // namespace np::perception
