// The tables of lines.db, as SQL.
#pragma once

#include <cstdint>

namespace np::schema {

// "NPud" marks the file as ours.
inline constexpr std::int64_t kApplication = 0x4E507564;

// Times are milliseconds. Search works while somebody types, by the first letters of words, so the index holds these,
// too: collecting them from whole words would take too long for a common one.
inline constexpr const char* kAll = R"(
CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE(name, kind));
CREATE TABLE instruction(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE line(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
  media_time INTEGER, media_end INTEGER, latency INTEGER, source INTEGER NOT NULL, instruction INTEGER,
  wrong INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL);
CREATE INDEX line_at ON line(at);
CREATE INDEX line_source ON line(source);
CREATE INDEX line_instruction ON line(instruction);
CREATE TABLE picture(line INTEGER PRIMARY KEY, jpeg BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, content='line', content_rowid='id', columnsize=0, prefix='2 3 4 5 6 7',
  tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER line_comes AFTER INSERT ON line BEGIN
  INSERT INTO words(rowid, text) VALUES(new.id, new.text);
END;
CREATE TRIGGER line_goes AFTER DELETE ON line BEGIN
  INSERT INTO words(words, rowid, text) VALUES('delete', old.id, old.text);
  DELETE FROM picture WHERE line = old.id;
END;
PRAGMA application_id=0x4E507564;
PRAGMA user_version=1;
)";

// Only of lines that have such text; a search for one character looks for pairs that begin with it. Older files lack
// this table.
inline constexpr const char* kParts = R"(
CREATE VIRTUAL TABLE parts USING fts5(pairs, content='', contentless_delete=1, prefix='1',
  tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER parts_go AFTER DELETE ON line BEGIN
  DELETE FROM parts WHERE rowid = old.id;
END;
)";
inline constexpr const char* kHasParts = "SELECT count(*) FROM sqlite_schema WHERE name = 'parts'";

inline constexpr const char* kOurs =
    "SELECT count(*) FROM sqlite_schema WHERE name IN ('source', 'instruction', 'line', 'line_at', 'line_source', "
    "'line_instruction', 'picture', 'words', 'line_comes', 'line_goes')";
inline constexpr std::int64_t kOursCount = 10;

}  // namespace np::schema
