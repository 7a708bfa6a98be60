// Decodes and measures UTF-8 in one place. Overlong forms, surrogates and code points beyond U+10FFFF do not count as
// UTF-8. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace np::utf8 {

// The front of a text that is not empty.
struct Front {
  enum class Kind { kCharacter, kBegun, kInvalid };  // kBegun: the text ends before the character does
  Kind kind = Kind::kInvalid;
  std::size_t bytes = 1;  // of the character; 1 if it is invalid: skip that many
};
Front front(std::string_view text);
// The code point of a character that front() found.
std::uint32_t code_point(std::string_view character);

// A character that steers a terminal or reverses text instead of being read: C0, DEL, C1, line and paragraph
// separators, and overrides of the writing direction.
bool is_control(std::uint32_t code_point);
// Whether a text holds any, besides line ends and tabs.
bool has_controls(std::string_view text);
// The text without those.
std::string without_controls(std::string_view text);

// Characters (code points) of the text; nullopt if it is not UTF-8.
std::optional<std::size_t> length(std::string_view text);
// The same for a text that is known to be UTF-8.
std::size_t count(std::string_view text);
// The length in bytes of the longest prefix of at most `most` bytes that splits no character.
std::size_t cut(std::string_view text, std::size_t most);
// Replaces bytes that are not UTF-8: U+FFFD.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// At most `most` characters of it, with "…" if something was left out. Control characters and line ends become spaces,
// bytes that are not UTF-8 "?", so that it fits one line of a log.
std::string one_line(std::string_view text, std::size_t most);

}  // namespace np::utf8
