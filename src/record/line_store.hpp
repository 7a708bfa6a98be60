// The record's file: stores entries and finds them again. One connection; one thread at a time; blocks for the disk.
// Throws DatabaseError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record/database.hpp"
#include "record/line_query.hpp"
#include "record/record_entry.hpp"
#include "record/search_words.hpp"
#include "record/statement.hpp"

namespace np {

class LineStore {
 public:
  static constexpr int kVersion = 1;
  // Texts of one page; the entry that exceeds it is the last.
  static constexpr std::size_t kMostPageBytes = std::size_t{1} << 20;

  // kWrite creates a missing file. kRead of a file that nobody has created yet: kMissing.
  LineStore(const std::filesystem::path& file, Database::Use use);

  struct NewEntry {
    RecordEntry entry;
    std::vector<std::uint8_t> jpeg;  // empty: no picture
  };
  // Adds all entries or none. Skips an id that is there already.
  void add(std::span<const NewEntry> entries);
  // False: there is no such entry.
  bool mark_wrong(std::uint64_t id, bool wrong);

  // Nothing: query.around is not there.
  std::optional<LinePage> page(const LineQuery& query);
  std::optional<RecordEntry> find(std::uint64_t id);
  std::optional<std::string> picture(std::uint64_t id);
  std::optional<RecordEntry> newest();

  struct Pruned {
    std::uint64_t entries = 0;
    std::uint64_t pictures = 0;
    bool more = false;  // there is more to delete
  };
  // One small step of deletion: entries older than `oldest` (Unix seconds), then the oldest pictures and entries while
  // everything takes more than `most_bytes`. It also merges the index and returns free pages of the file.
  Pruned prune(double oldest, std::uint64_t most_bytes);
  // Writes without changing anything.
  void try_writing();
  // Makes all writes survive a power cut. Blocks for the disk.
  void settle();

  std::uint64_t count();  // number of entries; reads them all
  std::uint64_t bytes();  // of entries and pictures, without free space in the file
  bool is_sound();        // reads the whole file
  bool moved() const { return database_.moved(); }

 private:
  // A range of LineQuery::from and until. Future entries have greater ids than the first one in it.
  struct Span {
    std::int64_t from = 0;  // milliseconds
    std::int64_t until = 0;
    std::int64_t first_id = 0;
  };

  void open(Database::Use use);
  std::uint64_t forget(const std::string& which, std::int64_t limit);
  void make_room(std::uint64_t most_bytes, Pruned& done);
  void merge_words(Pruned& done);
  void make(bool all_of_it);
  void add_parts(std::int64_t row, const std::string& text);
  std::int64_t source_id(const RecordEntry& entry);
  std::optional<std::int64_t> instruction_id(const std::string& text);
  std::vector<std::int64_t> sources_of(const LineQuery& query);
  const Span& span_of(const LineQuery& query);
  LinePage one_way(const LineQuery& query, const SearchExpression& search);
  void read(const LineQuery& query, const SearchExpression& search, std::span<const std::int64_t> sources,
            LinePage& page);
  std::optional<LinePage> about(const LineQuery& query, const SearchExpression& search);

  Database database_;
  // Fields of the last entry, because most entries share them.
  RecordEntry last_;
  std::optional<std::int64_t> last_source_;
  std::optional<std::int64_t> last_instruction_;
  std::optional<Span> span_;     // of the last query with a range, because readers read a range page by page
  std::uint64_t surplus_ = 0;    // entries that have to go, because there are too many
  std::uint64_t forgotten_ = 0;  // deleted entries whose words are still in the index
  bool merging_ = false;         // the index
};

}  // namespace np
