// How large pictures are before anybody decodes them. Decoders take memory by what the data claims: a few hundred bytes
// can ask for gigabytes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "video/frame.hpp"

namespace np {

// GIF, PNG, WebP and JPEG 2000 ("image/…" but JPEG) are decoded whole to four bytes a pixel and more, several at a
// time, out of next to nothing.
inline constexpr std::int64_t kMaxImagePixels = std::int64_t{3840} * 2160;
// Of a decoded picture of any kind: 8192x4320 with three bytes a pixel.
inline constexpr std::uint64_t kMaxPictureBytes = std::uint64_t{kMaxPicturePixels} * 3;

constexpr bool is_image(std::string_view type) { return type.starts_with("image/") && type != "image/jpeg"; }

// A picture of that kind, where the kind is known.
constexpr bool is_too_large(std::int64_t width, std::int64_t height, std::string_view type = {}) {
  return width > 0 && height > 0 && (width > (is_image(type) ? kMaxImagePixels : kMaxPicturePixels) / height);
}

// What a picture of this kind ("video/x-vp8", "image/gif") says in its first bytes, where no parser of GStreamer's
// reads them; nothing where they say nothing, as those of most pictures between two key frames.
std::optional<PictureSize> coded_size(std::string_view type, std::span<const std::uint8_t> bytes);

// The kind of a file that is a picture, by what it begins with; empty for all else.
std::string_view picture_file_type(std::string_view first_bytes);
std::optional<PictureSize> picture_file_size(std::string_view first_bytes);

// A still picture, or a moving one, that cannot be shown: its kind for people. Empty for all else.
std::string_view unsupported_picture_kind(std::string_view first_bytes);
// The same of lists of videos, HLS aside.
std::string_view unsupported_list_kind(std::string_view first_bytes);

}  // namespace np
