// Entries that wait to be written. Bounded: it drops the oldest, and the next batch begins with a gap that says so.
// Plain value; one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "record/record_entry.hpp"
#include "record/record_writer.hpp"

namespace np {

class WaitingEntries {
 public:
  using Item = RecordWriter::Item;
  static constexpr std::size_t kMostEntries = 2000;
  static constexpr std::size_t kMostBytes = std::size_t{8} << 20;  // of texts and pictures
  // Frames are large: beyond this many, the oldest entry with one loses its picture.
  static constexpr std::size_t kMostFrames = 8;

  void add(Item item);
  // All entries, in order; the queue is then empty.
  std::vector<Item> take();
  // The entries taken last were not written.
  void put_back(std::vector<Item> items);
  void clear();

  bool empty() const { return items_.empty() && !gap_; }
  std::size_t size() const { return items_.size(); }
  std::uint64_t lost() const { return lost_; }  // since construction

 private:
  void bound();
  void lose(const RecordEntry& entry);

  std::deque<Item> items_;
  std::size_t bytes_ = 0;
  std::optional<RecordEntry> gap_;  // left by the lost entries
  std::uint64_t missing_ = 0;       // entries in it
  bool gap_taken_ = false;          // the entries taken last begin with one
  std::uint64_t missing_taken_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace np
