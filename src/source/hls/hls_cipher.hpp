// How the pieces of a playlist are encrypted (AES-128 in CBC). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace np {

// `key` is of 16 bytes. Nothing where it is not the right one.
std::optional<std::string> decrypted(std::string_view bytes, std::string_view key,
                                     const std::array<std::uint8_t, 16>& iv);

}  // namespace np
