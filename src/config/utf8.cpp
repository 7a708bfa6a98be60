#include "config/utf8.hpp"

namespace np {
namespace {

// Bytes of the character at the front of a text that is not empty; 0 where it is not UTF-8.
std::size_t character_bytes(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t bytes = lead >= 0xC2 && lead <= 0xDF   ? 2
                            : (lead & 0xF0) == 0xE0        ? 3
                            : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                           : 0;
  if (bytes == 0 || text.size() < bytes) return 0;
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : bytes;
}

}  // namespace

std::optional<std::size_t> utf8_length(std::string_view text) {
  std::size_t length = 0;
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    if (bytes == 0) return std::nullopt;
    text.remove_prefix(bytes);
    ++length;
  }
  return length;
}

std::string one_line(std::string_view text, std::size_t max_characters) {
  std::string line;
  for (std::size_t n = 0; !text.empty(); ++n) {
    if (n == max_characters) return line + "…";
    const std::size_t bytes = character_bytes(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    if (bytes == 0) {
      line += '?';
    } else if (byte < 0x20 || byte == 0x7F) {
      line += ' ';
    } else {
      line += text.substr(0, bytes);
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return line;
}

}  // namespace np
