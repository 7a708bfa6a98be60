// A question to the record, and its answer. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "record/record_entry.hpp"

namespace np {

struct LineQuery {
  static constexpr std::size_t kMostLines = 500;

  // Ids, exclusive. With `after`, the oldest entries come first, otherwise the newest.
  std::optional<std::uint64_t> before;
  std::optional<std::uint64_t> after;
  // The entry with this id, or the first one of this moment (Unix seconds), and its neighbours; newest first.
  std::optional<std::uint64_t> around;
  std::optional<double> at;
  // Only entries of this range: from <= RecordEntry::at < until; Unix seconds.
  std::optional<double> from;
  std::optional<double> until;
  std::string words;                                         // as people type them; empty: all
  std::function<bool(const std::string& source)> of_source;  // runs on the reader's thread; nullptr: all
  bool lines_only = false;                                   // no notes, outages and gaps
  std::size_t limit = 100;                                   // 1 to kMostLines
};

struct LinePage {
  std::vector<RecordEntry> lines;
  bool more = false;  // in the direction of the page: older ones, or newer ones with `after`
};

}  // namespace np
