// The state of the record, for people. Plain value.
#pragma once

#include <cstdint>
#include <string>

namespace np {

struct RecordReport {
  std::string state = "off";  // on
                              // off
                              // broken: it tries again
  std::string detail;         // one sentence if it is off or broken
  std::uint64_t lines = 0;    // entries that are kept
  std::uint64_t bytes = 0;    // of entries and pictures
};

}  // namespace np
