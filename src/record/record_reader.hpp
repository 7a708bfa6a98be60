// Reads lines.db beside its writer, on a connection of its own, so that a long search holds up nobody. Opens the file
// when it is first asked, and again where another one has taken its place. One thread at a time; blocks for the disk.
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

  // kNotFound: what is asked for is not there. kUnavailable: the file cannot be read. A file that is not there yet is
  // an empty one.
  std::expected<LinePage, Error> page(const LineQuery& query);
  std::expected<RecordEntry, Error> find(std::uint64_t id);
  std::expected<std::string, Error> picture(std::uint64_t id);
  // Something was read since the last look that cannot be so.
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
