// The record's file: what is in it, and how it is found again. One connection; one thread at a time; blocks for the
// disk. Throws DatabaseError.
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

  // kWrite makes the file where there is none. kRead of a file that is not made yet: kMissing.
  LineStore(const std::filesystem::path& file, Database::Use use);

  struct NewEntry {
    RecordEntry entry;
    std::vector<std::uint8_t> jpeg;  // empty: no picture
  };
  // All of them or none. An id that is there already is passed over.
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
  // One small step: what is older than that, in Unix seconds, then the oldest pictures and the oldest entries while all
  // takes more than `most_bytes`. It also merges the index and gives free pages of the file back.
  Pruned prune(double oldest, std::uint64_t most_bytes);
  // Writes something that changes nothing.
  void try_writing();
  // Makes what is written outlast a power cut. Blocks for the disk.
  void settle();

  std::uint64_t count();  // entries; reads them all
  std::uint64_t bytes();  // entries and pictures, without what is free in the file
  bool is_sound();        // reads the whole file
  bool moved() const { return database_.moved(); }

 private:
  // Of LineQuery::from and until. Entries to come have greater ids than the first one in it.
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
  // What the last entry had: most have the same.
  RecordEntry last_;
  std::optional<std::int64_t> last_source_;
  std::optional<std::int64_t> last_instruction_;
  std::optional<Span> span_;     // of the last query that had one: a range is read page by page
  std::uint64_t surplus_ = 0;    // entries that have to go, as there is too much
  std::uint64_t forgotten_ = 0;  // whose words are still in the index
  bool merging_ = false;         // the index
};

}  // namespace np
