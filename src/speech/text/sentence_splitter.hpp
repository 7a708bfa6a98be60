// Cuts text that arrives in pieces into sentences for the voice. Plain value; one owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np {

class SentenceSplitter {
 public:
  // The sentences that are complete with this piece: ended by . ! ? or ... and white space, or a new line; not by
  // decimals (3.5), common abbreviations (Mr., e.g.), initials or the number of a list's line. A sentence longer than
  // 200 bytes ends at its last comma or space. So that a text is heard early, its first sentence also ends at a comma,
  // semicolon, colon or dash that comes after 60 bytes, if its own end has not come yet. Trimmed; never empty; UTF-8 is
  // never split.
  std::vector<std::string> push(std::string_view piece);
  // The rest at the end of the text. The next piece begins another text.
  std::optional<std::string> flush();

 private:
  std::string pending_;
  bool first_ = true;  // nothing of this text has been given out
};

}  // namespace np
