#include "video/coded_size.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/text.hpp"
#include "video/jpeg_decoder.hpp"

namespace np {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::string_view text(Bytes bytes, std::size_t at, std::size_t length) {
  if (at + length > bytes.size()) return {};
  return {reinterpret_cast<const char*>(bytes.data()) + at, length};
}

std::uint32_t little(Bytes bytes, std::size_t at, int count) {
  std::uint32_t out = 0;
  for (int i = count - 1; i >= 0; --i) out = out << 8 | bytes[at + static_cast<std::size_t>(i)];
  return out;
}

std::uint32_t big(Bytes bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
         bytes[at + 3];
}

PictureSize size_of(std::int64_t width, std::int64_t height) {
  constexpr std::int64_t kMost = INT32_MAX;
  return {static_cast<int>(std::min(std::abs(width), kMost)), static_cast<int>(std::min(std::abs(height), kMost))};
}

// Of a key frame; others have none.
std::optional<PictureSize> vp8_size(Bytes b) {
  if (b.size() < 10 || (b[0] & 1) != 0 || b[3] != 0x9D || b[4] != 0x01 || b[5] != 0x2A) return std::nullopt;
  return size_of(little(b, 6, 2) & 0x3FFF, little(b, 8, 2) & 0x3FFF);
}

std::optional<PictureSize> webp_size(Bytes b) {
  if (text(b, 0, 4) != "RIFF" || text(b, 8, 4) != "WEBP" || b.size() < 30) return std::nullopt;
  const std::string_view chunk = text(b, 12, 4);
  if (chunk == "VP8X") return size_of(little(b, 24, 3) + 1, little(b, 27, 3) + 1);
  if (chunk == "VP8L") return size_of((little(b, 21, 4) & 0x3FFF) + 1, (little(b, 21, 4) >> 14 & 0x3FFF) + 1);
  return chunk == "VP8 " ? vp8_size(b.subspan(20)) : std::nullopt;
}

// Less than asked for if there is no more.
std::string_view part(std::string_view text, std::size_t at, std::size_t length) {
  return at < text.size() ? text.substr(at, length) : std::string_view();
}

std::string_view without_blanks(std::string_view first) {
  const auto begin = first.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return begin == first.npos ? std::string_view() : first.substr(begin);
}

}  // namespace

std::string_view unsupported_list_kind(std::string_view first) {
  const std::string_view head = without_blanks(first);
  if (head.starts_with("<MPD") || (head.starts_with("<?xml") && head.contains("<MPD"))) return "DASH";
  if (head.starts_with("<Smooth") || (head.starts_with("<?xml") && head.contains("<SmoothStreamingMedia")))
    return "Smooth Streaming";
  if (lower(head.substr(0, 10)) == "[playlist]") return "PLS";
  if (head.starts_with("<?xml") && head.contains("<playlist")) return "XSPF";
  return {};
}

std::optional<PictureSize> coded_size(std::string_view type, Bytes b) {
  if (type == "video/x-vp8") return vp8_size(b);
  if (type == "image/jpeg") return jpeg_claim(b);
  if (type == "image/webp") return webp_size(b);
  if (type == "image/gif" && b.size() >= 10 && text(b, 0, 3) == "GIF") return size_of(little(b, 6, 2), little(b, 8, 2));
  if (type == "image/png" && b.size() >= 24 && text(b, 12, 4) == "IHDR") return size_of(big(b, 16), big(b, 20));
  if (type == "image/bmp" && b.size() >= 26 && text(b, 0, 2) == "BM")
    return size_of(static_cast<std::int32_t>(little(b, 18, 4)), static_cast<std::int32_t>(little(b, 22, 4)));
  return std::nullopt;
}

std::string_view picture_file_type(std::string_view first) {
  return first.starts_with("GIF8")           ? "image/gif"
         : first.starts_with("\x89PNG")      ? "image/png"
         : first.starts_with("\xFF\xD8\xFF") ? "image/jpeg"
         : first.starts_with("RIFF")         ? "image/webp"
                                             : "";
}

std::optional<PictureSize> picture_file_size(std::string_view first) {
  return coded_size(picture_file_type(first), {reinterpret_cast<const std::uint8_t*>(first.data()), first.size()});
}

std::string_view unsupported_picture_kind(std::string_view first) {
  if (first.starts_with("BM") && first.size() > 18 && first[14] != 0 &&
      part(first, 15, 3) == std::string_view("\0\0\0", 3))
    return "BMP";
  if (first.starts_with(std::string_view("II*\0", 4)) || first.starts_with(std::string_view("MM\0*", 4))) return "TIFF";
  if (part(first, 4, 4) == "ftyp") {
    const std::string_view brand = part(first, 8, 4);
    if (brand == "avif" || brand == "avis") return "AVIF";
    if (brand == "heic" || brand == "heix" || brand == "mif1" || brand == "heif" || brand == "hevc") return "HEIC";
  }
  if (first.starts_with("RIFF") && part(first, 8, 4) == "WEBP")
    return part(first, 12, 4) == "VP8X" && first.size() > 20 && (first[20] & 2) != 0 ? "moving WebP" : "";
  if (first.starts_with("\x89PNG") && first.substr(0, first.find("IDAT")).contains("acTL")) return "moving PNG";
  const std::string_view head = without_blanks(first);
  if (head.starts_with("<svg") || (head.starts_with("<?xml") && head.contains("<svg"))) return "SVG";
  if (first.starts_with("\xFF\x0A") || part(first, 4, 4) == "JXL ") return "JPEG XL";
  if (first.starts_with("8BPS")) return "Photoshop";
  return {};
}

}  // namespace np
