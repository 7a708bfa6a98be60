#include "subtitles/tidy.hpp"

#include <cstdint>

#include "base/utf8.hpp"

namespace np::subtitles {
namespace {

bool is_white(std::uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0x3000;
}

}  // namespace

std::string tidy(std::string_view text) {
  std::string kept;
  bool gap = false;
  while (!text.empty()) {
    const utf8::Front at = utf8::front(text);
    const std::string_view bytes = text.substr(0, at.bytes);
    text.remove_prefix(at.bytes);
    const bool character = at.kind == utf8::Front::Kind::kCharacter;
    const std::uint32_t c = character ? utf8::code_point(bytes) : 0;
    if (character && is_white(c)) {
      gap = true;
      continue;
    }
    if (character && utf8::is_control(c)) continue;
    if (gap && !kept.empty()) kept += ' ';
    gap = false;
    kept += character ? bytes : utf8::kReplacement;
  }
  return kept;
}

}  // namespace np::subtitles
