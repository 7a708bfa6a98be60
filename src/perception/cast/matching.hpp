// Matches two groups: finds the pairs with the greatest sum of worth. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace np::perception {

// The worth of each pair of a row and a column; 0 and less: no pair.
class Worth {
 public:
  Worth(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), values_(rows * columns) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  float& at(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }
  float at(std::size_t row, std::size_t column) const { return values_[row * columns_ + column]; }

 private:
  std::size_t rows_, columns_;
  std::vector<float> values_;
};

// Of each row its column. A hundred of each take a few milliseconds at the most.
std::vector<std::optional<std::size_t>> best_pairs(const Worth& worth);

}  // namespace np::perception
