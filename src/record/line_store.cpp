#include "record/line_store.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/format.hpp"
#include "record/database_error.hpp"
#include "record/parts.hpp"
#include "record/schema.hpp"
#include "record/transaction.hpp"

namespace np {
namespace {

constexpr const char* kColumns =
    "SELECT l.id, l.kind, l.at, l.ended_at, l.media_time, l.media_end, l.latency, s.name, s.kind, i.text, l.wrong, "
    "l.text, EXISTS(SELECT 1 FROM picture p WHERE p.line = l.id)";
constexpr const char* kJoined =
    " LEFT JOIN source s ON s.id = l.source LEFT JOIN instruction i ON i.id = l.instruction";

constexpr std::uint64_t kEntriesAStep = 200;
constexpr int kPicturesAStep = 64;
constexpr int kPagesAStep = 64;
// If there is too much, so much is left of what may be, so that it is not too much again at once.
constexpr double kAim = 0.95;
// When one in so many has gone, the index is merged.
constexpr std::uint64_t kShareToMerge = 20;

std::int64_t ms(double seconds) { return std::llround(seconds * 1000); }
std::optional<std::int64_t> ms(std::optional<double> seconds) {
  return seconds ? std::optional(ms(*seconds)) : std::nullopt;
}
double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }
std::optional<double> seconds(std::optional<std::int64_t> ms) {
  return ms ? std::optional(seconds(*ms)) : std::nullopt;
}

// SQLite's ids are signed.
std::int64_t row_of(std::uint64_t id) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(id, std::numeric_limits<std::int64_t>::max()));
}

RecordEntry entry_of(const Statement& row) {
  RecordEntry e;
  e.id = static_cast<std::uint64_t>(row.integer(0));
  e.kind = static_cast<RecordEntry::Kind>(row.integer(1));
  e.at = seconds(row.integer(2));
  e.ended_at = seconds(row.integer(3));
  e.media_time = seconds(row.optional_integer(4));
  e.media_end = seconds(row.optional_integer(5));
  e.latency = seconds(row.optional_integer(6));
  e.source = row.text(7);
  e.source_kind = row.text(8);
  e.instruction = row.text(9);
  e.wrong = row.integer(10) != 0;
  e.text = row.text(11);
  e.has_picture = row.integer(12) != 0;
  return e;
}

}  // namespace

LineStore::LineStore(const std::filesystem::path& file, Database::Use use) : database_(file, use) { open(use); }

void LineStore::open(Database::Use use) {
  const std::int64_t application = database_.number("PRAGMA application_id");
  const std::int64_t version = database_.number("PRAGMA user_version");
  const bool empty = database_.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (application != schema::kApplication && (application != 0 || version != 0 || !empty))
    throw DatabaseError(DatabaseTrouble::kForeign, "another program's");
  if (version > kVersion) throw DatabaseError(DatabaseTrouble::kNewer, "of a newer version");
  if (!empty && database_.number(schema::kOurs) != schema::kOursCount)
    throw DatabaseError(DatabaseTrouble::kBroken, "a table is missing");
  if (use == Database::Use::kRead && empty) throw DatabaseError(DatabaseTrouble::kMissing, "nothing in it yet");
  database_.is_ours();
  if (use == Database::Use::kRead) return database_.run("PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY");
  // Counts only while there is no table.
  if (empty) database_.run("PRAGMA auto_vacuum=INCREMENTAL");
  // Committed data survives the end of the program, however it comes; a power cut may take the data since the last
  // settle().
  database_.run(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=4194304; PRAGMA cache_size=-1000; "
      "PRAGMA temp_store=MEMORY");
  if (empty || database_.number(schema::kHasParts) == 0) make(empty);
}

void LineStore::make(bool all_of_it) {
  Transaction all(database_);
  if (all_of_it) database_.run(schema::kAll);
  database_.run(schema::kParts);
  Statement lines(database_, "SELECT id, text FROM line");
  while (lines.step()) add_parts(lines.integer(0), lines.text(1));
  all.commit();
}

void LineStore::add_parts(std::int64_t row, const std::string& text) {
  if (const std::string parts = indexed_parts(text); !parts.empty())
    Statement(database_, "INSERT INTO parts(rowid, pairs) VALUES(?, ?)").add(row).add(parts).run();
}

// --- writing ---------------------------------------------------------------------------------------------------------

std::int64_t LineStore::source_id(const RecordEntry& e) {
  if (last_source_ && last_.source == e.source && last_.source_kind == e.source_kind) return *last_source_;
  Statement(database_, "INSERT OR IGNORE INTO source(name, kind) VALUES(?, ?)").add(e.source).add(e.source_kind).run();
  Statement find(database_, "SELECT id FROM source WHERE name = ? AND kind = ?");
  find.add(e.source).add(e.source_kind).step();
  last_.source = e.source;
  last_.source_kind = e.source_kind;
  last_source_ = find.integer(0);
  return *last_source_;
}

std::optional<std::int64_t> LineStore::instruction_id(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (last_instruction_ && last_.instruction == text) return last_instruction_;
  Statement(database_, "INSERT OR IGNORE INTO instruction(text) VALUES(?)").add(text).run();
  Statement find(database_, "SELECT id FROM instruction WHERE text = ?");
  find.add(text).step();
  last_.instruction = text;
  last_instruction_ = find.integer(0);
  return last_instruction_;
}

void LineStore::add(std::span<const NewEntry> entries) {
  Transaction all(database_);
  try {
    Statement line(database_,
                   "INSERT OR IGNORE INTO line(id, kind, at, ended_at, media_time, media_end, latency, source, "
                   "instruction, wrong, text) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Statement picture(database_, "INSERT OR IGNORE INTO picture(line, jpeg) VALUES(?, ?)");
    for (const auto& [e, jpeg] : entries) {
      const std::int64_t source = source_id(e);
      const auto instruction = instruction_id(e.instruction);
      line.add(row_of(e.id)).add(static_cast<std::int64_t>(e.kind)).add(ms(e.at)).add(ms(e.ended_at));
      line.add(ms(e.media_time)).add(ms(e.media_end)).add(ms(e.latency)).add(source).add(instruction);
      line.add(std::int64_t{e.wrong}).add(e.text).run();
      if (database_.changes() > 0) add_parts(row_of(e.id), e.text);
      if (!jpeg.empty()) picture.add(row_of(e.id)).add(std::span<const std::uint8_t>(jpeg)).run();
    }
    all.commit();
  } catch (...) {
    // The rollback also undoes the cached ids.
    last_source_.reset();
    last_instruction_.reset();
    throw;
  }
}

bool LineStore::mark_wrong(std::uint64_t id, bool wrong) {
  Statement(database_, "UPDATE line SET wrong = ? WHERE id = ?").add(std::int64_t{wrong}).add(row_of(id)).run();
  return database_.changes() > 0;
}

LineStore::Pruned LineStore::prune(double oldest, std::uint64_t most_bytes) {
  Pruned done;
  Transaction all(database_);
  // In the order of the entries, because the clock may have been set back in between.
  const auto first = np::format("SELECT id, at FROM line ORDER BY id LIMIT {}", kEntriesAStep);
  done.entries = forget(np::format("SELECT id FROM ({}) WHERE at < ?", first), ms(oldest));
  done.more = done.entries == kEntriesAStep;
  if (done.entries == 0 && !merging_) make_room(most_bytes, done);
  if (done.entries > 0) {
    database_.run(
        "DELETE FROM source WHERE NOT EXISTS (SELECT 1 FROM line WHERE line.source = source.id);"
        "DELETE FROM instruction WHERE NOT EXISTS (SELECT 1 FROM line WHERE line.instruction = instruction.id)");
    last_source_.reset();
    last_instruction_.reset();
  }
  if (merging_ || (done.entries > 0 && !done.more && forgotten_ > count() / kShareToMerge)) merge_words(done);
  all.commit();
  if (database_.number("PRAGMA freelist_count") > 0) database_.run("PRAGMA incremental_vacuum(256)");
  return done;
}

std::uint64_t LineStore::forget(const std::string& which, std::int64_t limit) {
  Statement(database_, np::format("DELETE FROM line WHERE id IN ({})", which)).add(limit).run();
  const auto gone = static_cast<std::uint64_t>(database_.changes());
  forgotten_ += gone;
  return gone;
}

// How much room an entry gives back shows only when its words are out of the index, too. So it is reckoned how many
// have to go.
void LineStore::make_room(std::uint64_t most_bytes, Pruned& done) {
  if (surplus_ == 0) {
    const std::uint64_t now = bytes();
    if (now <= most_bytes) return;
    Statement(database_, "DELETE FROM picture WHERE line IN (SELECT line FROM picture ORDER BY line LIMIT ?)")
        .add(std::int64_t{kPicturesAStep})
        .run();
    done.pictures = static_cast<std::uint64_t>(database_.changes());
    done.more = done.pictures > 0;
    if (done.more) return;
    const double excess = 1 - kAim * static_cast<double>(most_bytes) / static_cast<double>(now);
    surplus_ = static_cast<std::uint64_t>(std::ceil(static_cast<double>(count()) * excess));
  }
  const std::uint64_t step = std::min<std::uint64_t>(surplus_, kEntriesAStep);
  done.entries = forget("SELECT id FROM line ORDER BY id LIMIT ?", static_cast<std::int64_t>(step));
  surplus_ = done.entries == step ? surplus_ - step : 0;
  done.more = surplus_ > 0;
}

// FTS5 only notes that an entry is gone, until the parts of its index are merged into one.
void LineStore::merge_words(Pruned& done) {
  const std::int64_t before = database_.total_changes();
  const int pages = merging_ ? kPagesAStep : -kPagesAStep;  // negative: it begins
  Statement(database_, "INSERT INTO words(words, rank) VALUES('merge', ?)").add(std::int64_t{pages}).run();
  merging_ = database_.total_changes() - before >= 2;
  if (!merging_) forgotten_ = 0;
  done.more = true;  // it may have freed enough, or not
}

void LineStore::try_writing() { database_.run("PRAGMA user_version=1"); }

void LineStore::settle() { database_.run("PRAGMA wal_checkpoint(PASSIVE)"); }

std::uint64_t LineStore::count() { return static_cast<std::uint64_t>(database_.number("SELECT count(*) FROM line")); }

std::uint64_t LineStore::bytes() {
  const std::int64_t pages = database_.number("PRAGMA page_count") - database_.number("PRAGMA freelist_count");
  return static_cast<std::uint64_t>(pages * database_.number("PRAGMA page_size"));
}

bool LineStore::is_sound() {
  Statement check(database_, "PRAGMA quick_check(1)");
  const bool sound = check.step() && check.text(0) == "ok";
  check.reset();
  return sound;
}

// --- reading ---------------------------------------------------------------------------------------------------------

std::optional<RecordEntry> LineStore::find(std::uint64_t id) {
  Statement one(database_, np::format("{} FROM line l{} WHERE l.id = ?", kColumns, kJoined));
  if (!one.add(row_of(id)).step()) return std::nullopt;
  return entry_of(one);
}

std::optional<RecordEntry> LineStore::newest() {
  Statement one(database_, np::format("{} FROM line l{} ORDER BY l.id DESC LIMIT 1", kColumns, kJoined));
  if (!one.step()) return std::nullopt;
  return entry_of(one);
}

std::optional<std::string> LineStore::picture(std::uint64_t id) {
  Statement one(database_, "SELECT jpeg FROM picture WHERE line = ?");
  if (!one.add(row_of(id)).step()) return std::nullopt;
  return one.text(0);
}

std::optional<LinePage> LineStore::page(const LineQuery& query) {
  const auto expression = query.words.empty() ? std::optional(SearchExpression()) : search_expression(query.words);
  // Everything on a page is read from the same moment.
  const Transaction moment(database_, "BEGIN");
  const SearchExpression search = expression.value_or(SearchExpression());
  auto page = query.around || query.at ? about(query, search) : one_way(query, search);
  if (!expression && page) *page = {};
  return page;
}

std::optional<LinePage> LineStore::about(const LineQuery& query, const SearchExpression& search) {
  std::uint64_t middle = query.around.value_or(0);
  if (query.around) {
    Statement there(database_, "SELECT 1 FROM line WHERE id = ?");
    if (!there.add(row_of(middle)).step()) return std::nullopt;
  } else {
    Statement first(database_,
                    "SELECT coalesce((SELECT id FROM line WHERE at >= ? ORDER BY at LIMIT 1), "
                    "(SELECT max(id) FROM line), 0)");
    first.add(ms(*query.at)).step();
    middle = static_cast<std::uint64_t>(first.integer(0));
  }
  LineQuery part = query;
  part.around.reset();
  part.at.reset();
  part.before.reset();
  part.after = middle;
  part.limit = query.limit / 2;
  LinePage page;
  if (part.limit > 0) page = one_way(part, search);
  std::ranges::reverse(page.lines);
  part.after.reset();
  part.before = middle + 1;
  part.limit = query.limit - page.lines.size();
  LinePage older = one_way(part, search);
  page.more = older.more;
  std::ranges::move(older.lines, std::back_inserter(page.lines));
  return page;
}

std::vector<std::int64_t> LineStore::sources_of(const LineQuery& query) {
  std::vector<std::int64_t> found;
  Statement all(database_, "SELECT id, name FROM source");
  while (all.step())
    if (query.of_source(all.text(1))) found.push_back(all.integer(0));
  return found;
}

LinePage LineStore::one_way(const LineQuery& query, const SearchExpression& search) {
  LinePage page;
  if (query.of_source) {
    const std::vector<std::int64_t> sources = sources_of(query);
    if (!search.empty() && !sources.empty())
      read(query, search, sources, page);
    else
      // Each by its own index; the page of all begins with the first of these.
      for (const std::int64_t source : sources) read(query, search, {&source, 1}, page);
    std::ranges::sort(page.lines, [up = query.after.has_value()](const RecordEntry& a, const RecordEntry& b) {
      return up ? a.id < b.id : a.id > b.id;
    });
  } else {
    read(query, search, {}, page);
  }
  std::size_t kept = 0;
  for (std::size_t bytes = 0; kept < std::min(page.lines.size(), query.limit) && bytes < kMostPageBytes; ++kept)
    bytes += page.lines[kept].text.size();
  page.more |= kept < page.lines.size();
  page.lines.resize(kept);
  return page;
}

const LineStore::Span& LineStore::span_of(const LineQuery& query) {
  const std::int64_t from = query.from ? ms(*query.from) : std::numeric_limits<std::int64_t>::min();
  const std::int64_t until = query.until ? ms(*query.until) : std::numeric_limits<std::int64_t>::max();
  if (span_ && span_->from == from && span_->until == until) return *span_;
  Statement first(database_, "SELECT coalesce(min(id), 0) FROM line WHERE at >= ? AND at < ?");
  first.add(from).add(until).step();
  return span_.emplace(from, until, first.integer(0));
}

void LineStore::read(const LineQuery& query, const SearchExpression& search, std::span<const std::int64_t> sources,
                     LinePage& page) {
  const bool up = query.after.has_value();
  const bool searched = !search.empty();
  // If both are asked for, words find the rows, and parts choose among them.
  const char* const index = search.words.empty() ? "parts" : "words";
  const std::string id = searched ? np::format("{}.rowid", index) : "l.id";
  std::string sql = kColumns;
  sql += searched ? np::format(" FROM {} CROSS JOIN line l ON l.id = {}", index, id) : " FROM line l";
  sql += np::format("{} WHERE {} > ?1 AND {} < ?2", kJoined, id, id);
  if (searched) sql += np::format(" AND {} MATCH ?3", index);
  if (searched && !search.words.empty() && !search.parts.empty())
    sql += " AND words.rowid IN (SELECT rowid FROM parts WHERE parts MATCH ?4)";
  // In a search the words find the rows, and the sources only choose among them.
  std::string list;
  for (const std::int64_t source : sources) list += (list.empty() ? "" : ",") + std::to_string(source);
  if (!list.empty()) sql += np::format(" AND {}l.source IN ({})", searched ? "+" : "", list);
  if (query.lines_only) sql += " AND l.kind = 0";
  if (query.from || query.until) {
    const Span& span = span_of(query);
    sql += np::format(" AND l.at >= {} AND l.at < {} AND {} >= {}", span.from, span.until, id, span.first_id);
  }
  sql += np::format(" ORDER BY {} {} LIMIT {}", id, up ? "ASC" : "DESC", query.limit + 1);
  Statement rows(database_, sql);
  rows.add(query.after ? row_of(*query.after) : std::int64_t{-1});
  rows.add(query.before ? row_of(*query.before) : std::numeric_limits<std::int64_t>::max());
  for (const std::string& expression : {search.words, search.parts})
    if (!expression.empty()) rows.add(expression);
  std::size_t bytes = 0;
  while (rows.step()) {
    page.lines.push_back(entry_of(rows));
    bytes += page.lines.back().text.size();
    if (bytes <= kMostPageBytes) continue;
    page.more = true;
    break;
  }
}

}  // namespace np
