#include "base/utf8.hpp"

#include <algorithm>

namespace np::utf8 {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_unwanted(std::uint32_t c) { return is_control(c) && c != '\n' && c != '\r' && c != '\t'; }

// The text's characters, those that are none left out.
template <typename F>
void for_each_character(std::string_view text, F take) {
  while (!text.empty()) {
    const Front at = front(text);
    if (at.kind == Front::Kind::kCharacter) take(text.substr(0, at.bytes));
    text.remove_prefix(at.bytes);
  }
}

}  // namespace

Front front(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {Front::Kind::kCharacter, 1};
  const std::size_t bytes = lead >= 0xC2 && lead <= 0xDF   ? 2
                            : (lead & 0xF0) == 0xE0        ? 3
                            : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                           : 0;
  if (bytes == 0) return {};
  // The second byte reveals overlong forms, surrogates and code points that do not exist.
  const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < bytes; ++i) {
    if (i == text.size()) return {Front::Kind::kBegun, 1};
    if (i == 1 ? byte(1) < lowest || byte(1) > highest : !continues(text[i])) return {};
  }
  return {Front::Kind::kCharacter, bytes};
}

std::uint32_t code_point(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  std::uint32_t c = character.size() < 2 ? lead : lead & (0x7Fu >> character.size());
  for (const char next : character.substr(1)) c = c << 6 | (static_cast<unsigned char>(next) & 0x3F);
  return c;
}

bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool has_controls(std::string_view text) {
  bool found = false;
  for_each_character(text, [&](std::string_view character) { found |= is_unwanted(code_point(character)); });
  return found;
}

std::string without_controls(std::string_view text) {
  std::string kept;
  for_each_character(text, [&](std::string_view character) {
    if (!is_unwanted(code_point(character))) kept += character;
  });
  return kept;
}

std::optional<std::size_t> length(std::string_view text) {
  std::size_t characters = 0;
  for (; !text.empty(); ++characters) {
    const Front at = front(text);
    if (at.kind != Front::Kind::kCharacter) return std::nullopt;
    text.remove_prefix(at.bytes);
  }
  return characters;
}

std::size_t count(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::size_t cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && continues(text[most])) --most;
  return most;
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string line;
  for (std::size_t n = 0; !text.empty(); ++n) {
    if (n == most) return line + "…";
    const Front at = front(text);
    if (at.kind != Front::Kind::kCharacter)
      line += '?';
    else if (is_control(code_point(text.substr(0, at.bytes))))
      line += ' ';
    else
      line += text.substr(0, at.bytes);
    text.remove_prefix(at.bytes);
  }
  return line;
}

}  // namespace np::utf8
