// One entry of the record: a line that was said, or an event between the lines. Plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace np {

struct RecordEntry {
  // Files hold these numbers.
  enum class Kind {
    kLine = 0,
    kNote = 1,         // the show watches another source
    kOutage = 2,       // no picture came from `at` to `ended_at`
    kGap = 3,          // nothing was kept from `at` to `ended_at`
    kInstruction = 4,  // a new one for the commentator: the text; empty: it was cleared
    kStyle = 5,        // another profile: the text is its key
    kPace = 6,         // another preset: the text is its key
  };

  std::uint64_t id = 0;  // rises from entry to entry, also over restarts; `at` does not if somebody sets a clock back
  Kind kind = Kind::kLine;
  double at = 0;                     // capture time of the newest picture that the line is about; Unix seconds
  double ended_at = 0;               // when the line was complete
  std::optional<double> media_time;  // files: `at` as a position in the file, seconds
  std::optional<double> media_end;   // the same for `ended_at`; nothing if another lap has begun in between
  std::string source;                // without credentials; empty: there was none
  std::string source_kind;           // "file", "rtsp", ...
  std::string instruction;
  std::string text;               // UTF-8; it may hold anything. Empty in a note: some readers may not know the name
  std::optional<double> latency;  // from the newest picture to the end of the line, seconds; lines only
  bool wrong = false;             // somebody has marked it
  bool has_picture = false;       // a small one is kept
};

const char* to_string(RecordEntry::Kind kind);  // "line", "note", "outage", "gap", "instruction", "style", "pace"

}  // namespace np
