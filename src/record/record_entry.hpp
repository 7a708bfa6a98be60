// One entry of the record: a line that was said, or what belongs between the lines. Plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace np {

struct RecordEntry {
  // The numbers stand in files.
  enum class Kind {
    kLine = 0,
    kNote = 1,         // another source is watched
    kOutage = 2,       // no picture came from `at` to `ended_at`
    kGap = 3,          // nothing was kept from `at` to `ended_at`
    kInstruction = 4,  // the commentator has another one: the text; empty: none any more
    kStyle = 5,        // another profile: the text is its key
    kPace = 6,         // another preset: the text is its key
  };

  std::uint64_t id = 0;  // rises from entry to entry, over restarts too; `at` does not where a clock is set back
  Kind kind = Kind::kLine;
  double at = 0;                     // when the newest picture that the line is about was captured; Unix seconds
  double ended_at = 0;               // when the line was complete
  std::optional<double> media_time;  // files: `at` as a position in the file, seconds
  std::optional<double> media_end;   // the same for `ended_at`; nothing where another lap has begun in between
  std::string source;                // without credentials; empty: there was none
  std::string source_kind;           // "file", "rtsp", ...
  std::string instruction;
  std::string text;               // UTF-8; anything may stand in it. Empty in a note: not everybody is told the name
  std::optional<double> latency;  // from the newest picture to the end of the line, seconds; lines only
  bool wrong = false;             // marked by somebody
  bool has_picture = false;       // a small one is kept
};

const char* to_string(RecordEntry::Kind kind);  // "line", "note", "outage", "gap", "instruction", "style", "pace"

}  // namespace np
