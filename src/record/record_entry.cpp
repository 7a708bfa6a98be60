#include "record/record_entry.hpp"

namespace np {

const char* to_string(RecordEntry::Kind kind) {
  switch (kind) {
    case RecordEntry::Kind::kLine: return "line";
    case RecordEntry::Kind::kNote: return "note";
    case RecordEntry::Kind::kOutage: return "outage";
    case RecordEntry::Kind::kGap: return "gap";
    case RecordEntry::Kind::kInstruction: return "instruction";
    case RecordEntry::Kind::kStyle: return "style";
    case RecordEntry::Kind::kPace: return "pace";
  }
  return "line";
}

}  // namespace np
