// UTF-8, decoded and measured in one place. Overlong forms, surrogates and code points beyond U+10FFFF do not count as
// UTF-8. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace np::utf8 {

// What stands at the front of a text that is not empty.
struct Front {
  enum class Kind { kCharacter, kBegun, kInvalid };  // kBegun: the text ends before the character does
  Kind kind = Kind::kInvalid;
  std::size_t bytes = 1;  // of the character; 1 where it is none: skip that many
};
Front front(std::string_view text);
// The code point of a character that front() found.
std::uint32_t code_point(std::string_view character);

// A character that steers a terminal or turns a text round instead of being read: C0, DEL, C1, line and paragraph
// separators, and what overrides the direction of writing.
bool is_control(std::uint32_t code_point);
// Whether there is one in a text, besides line ends and tabs.
bool has_controls(std::string_view text);
// The text without those.
std::string without_controls(std::string_view text);

// Characters (code points) of the text; nullopt where it is not UTF-8.
std::optional<std::size_t> length(std::string_view text);
// The same of a text that is known to be UTF-8.
std::size_t count(std::string_view text);
// The most bytes of the text, at most `most`, that split no character.
std::size_t cut(std::string_view text, std::size_t most);
// What stands in place of bytes that are no UTF-8: U+FFFD.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// At most `most` characters of it, with "…" where something was left out; control characters and line ends become
// spaces, bytes that are not UTF-8 "?": fit for one line of a log.
std::string one_line(std::string_view text, std::size_t most);

}  // namespace np::utf8
