// What models put in front of a line instead of saying it: "Frame 3:", "The image shows", "Here is the commentary:".
// Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace np {

struct LeadIn {
  enum class Kind { kNone, kBegun, kThere };  // kBegun: the text ends before that is clear
  Kind kind = Kind::kNone;
  std::size_t bytes = 0;  // of what to leave out, with the blanks behind it
};
// What stands at the front of a sentence that is not empty.
LeadIn lead_in(std::string_view text);

// The mark of a list or a heading at the front of a row: "- ", "2. ", "## ", "> ", "```json\n".
LeadIn row_mark(std::string_view text);

}  // namespace np
