#include "video/jpeg_tables.hpp"

#include <turbojpeg.h>

#include <array>
#include <cstddef>
#include <optional>

namespace np {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint8_t kTables = 0xC4;
constexpr std::uint8_t kBaseline = 0xC0;
constexpr std::uint8_t kExtended = 0xC1;
constexpr std::uint8_t kScan = 0xDA;

// From marker to marker, up to the first scan: `see` gets each with its position and length.
template <typename F>
void walk(Bytes jpeg, F see) {
  for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == 0xFF;) {
    const std::size_t length = 2u + (jpeg[at + 2] << 8 | jpeg[at + 3]);
    see(jpeg[at + 1], at, length);
    if (jpeg[at + 1] == kScan) return;
    at += length;
  }
}

// The library codes by them if nobody asks for anything else.
const std::vector<std::uint8_t>& standard_tables() {
  static const std::vector<std::uint8_t> tables = [] {
    std::vector<std::uint8_t> out;
    const std::array<unsigned char, 16 * 16 * 3> grey{};
    tjhandle handle = tj3Init(TJINIT_COMPRESS);
    unsigned char* jpeg = nullptr;
    std::size_t size = 0;
    if (handle && tj3Set(handle, TJPARAM_SUBSAMP, TJSAMP_420) == 0 && tj3Set(handle, TJPARAM_QUALITY, 80) == 0 &&
        tj3Compress8(handle, grey.data(), 16, 0, 16, TJPF_RGB, &jpeg, &size) == 0)
      walk({jpeg, size}, [&](std::uint8_t marker, std::size_t at, std::size_t length) {
        if (marker == kTables) out.insert(out.end(), jpeg + at, jpeg + at + length);
      });
    tj3Free(jpeg);
    tj3Destroy(handle);
    return out;
  }();
  return tables;
}

}  // namespace

std::vector<std::uint8_t> with_huffman_tables(Bytes jpeg) {
  bool has_tables = false, by_standard = false;
  std::optional<std::size_t> scan;
  walk(jpeg, [&](std::uint8_t marker, std::size_t at, std::size_t) {
    has_tables |= marker == kTables;
    by_standard |= marker == kBaseline || marker == kExtended;
    if (marker == kScan) scan = at;
  });
  std::vector<std::uint8_t> out;
  const bool wanted = scan && by_standard && !has_tables;
  const Bytes front = jpeg.first(wanted ? *scan : jpeg.size());
  const auto& tables = standard_tables();
  out.reserve(jpeg.size() + (wanted ? tables.size() : 0));
  out.assign(front.begin(), front.end());
  if (!wanted) return out;
  out.insert(out.end(), tables.begin(), tables.end());
  out.insert(out.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(*scan), jpeg.end());
  return out;
}

}  // namespace np
