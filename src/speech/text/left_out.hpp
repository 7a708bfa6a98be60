// Removes the parts of a text that this process's voices do not say. Pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np {

// Words, and parts of words, that speakable() leaves out of an English text: other scripts, emoji, links, endless
// words; in their order, each once. Signs that only dress a text, such as quotation marks and Markdown's, do not count.
std::vector<std::string> left_out_of_speech(std::string_view text);

}  // namespace np
