// UTF-8 as we accept it from people.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace np {

// How many characters (code points) the text has; nullopt where it is not UTF-8 (overlong forms and surrogates are
// not).
std::optional<std::size_t> utf8_length(std::string_view text);

// At most `max_characters` of it, with "…" where something was left out; control characters and line ends become
// spaces, bytes that are not UTF-8 "?": fit for one line of a log.
std::string one_line(std::string_view text, std::size_t max_characters);

}  // namespace np
