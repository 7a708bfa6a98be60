// Numbers as RTMP writes them: the highest byte first, in as many bytes as there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace np::rtmp {

// Of at most 8 bytes.
inline std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char c : bytes) out = out << 8 | static_cast<std::uint8_t>(c);
  return out;
}

inline void append_big_endian(std::string& to, std::uint64_t number, std::size_t size) {
  while (size > 0) to += static_cast<char>(number >> (8 * --size));
}

}  // namespace np::rtmp
