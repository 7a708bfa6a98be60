// Reads lines.db beside its writer, on a connection of its own, so that a long search holds up nobody. Opens the file
// at the first question, and again after somebody has replaced it. One thread at a time; blocks for the disk.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "record/line_query.hpp"
#include "record/line_store.hpp"

namespace np {

class RecordReader {
 public:
  explicit RecordReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // kNotFound: the record has no such entry. kUnavailable: the file cannot be read. A missing file counts as an empty
  // one.
  std::expected<LinePage, Error> page(const LineQuery& query);
  std::expected<RecordEntry, Error> find(std::uint64_t id);
  std::expected<std::string, Error> picture(std::uint64_t id);
  // True if a read since the last call found damage.
  bool found_damage() { return std::exchange(damage_, false); }

 private:
  template <typename Result, typename Read>
  std::expected<Result, Error> read(Read read, const char* missing);
  LineStore& store();

  const std::filesystem::path folder_;
  std::optional<LineStore> store_;
  bool damage_ = false;
};

}  // namespace np
