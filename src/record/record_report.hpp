// How the record is, for people's eyes. Plain value.
#pragma once

#include <cstdint>
#include <string>

namespace np {

struct RecordReport {
  std::string state = "off";  // on | off | broken: it is tried again
  std::string detail;         // one sentence where it is off or broken
  std::uint64_t lines = 0;    // entries that are kept
  std::uint64_t bytes = 0;    // they and their pictures take
};

}  // namespace np
