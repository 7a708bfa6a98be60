// Reads the size of pictures before they are decoded. Decoders take memory by what the data claims: a few hundred bytes
// can ask for gigabytes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "video/frame.hpp"

namespace np {

// Decoders turn GIF, PNG, WebP, JPEG 2000 ("image/…" except JPEG) and Flash screen video into three or four bytes a
// pixel and more, several pictures at a time, out of tiny files.
inline constexpr std::int64_t kMaxCostlyPixels = std::int64_t{3840} * 2160;
// The size of a decoded picture of any kind: 8192x4320 with three bytes a pixel.
inline constexpr std::uint64_t kMaxPictureBytes = std::uint64_t{kMaxPicturePixels} * 3;

constexpr bool is_costly(std::string_view type) {
  return (type.starts_with("image/") && type != "image/jpeg") || type == "video/x-flash-screen";
}

// Whether a picture of that kind is too large, if the kind is known.
constexpr bool is_too_large(std::int64_t width, std::int64_t height, std::string_view type = {}) {
  return width > 0 && height > 0 && (width > (is_costly(type) ? kMaxCostlyPixels : kMaxPicturePixels) / height);
}

// The size that a picture of this kind ("video/x-vp8", "image/gif") claims in its first bytes, for kinds that no parser
// of GStreamer's reads. Nothing if they do not say, as in most pictures between two key frames.
std::optional<PictureSize> coded_size(std::string_view type, std::span<const std::uint8_t> bytes);

// The kind of a picture file, by its first bytes; empty for everything else.
std::string_view picture_file_type(std::string_view first_bytes);
std::optional<PictureSize> picture_file_size(std::string_view first_bytes);

// The kind, for people, of a still or moving picture that cannot be shown. Empty for everything else.
std::string_view unsupported_picture_kind(std::string_view first_bytes);
// The same for lists of videos, except HLS.
std::string_view unsupported_list_kind(std::string_view first_bytes);

}  // namespace np
