#include "video/h264_units.hpp"

#include <cstddef>

namespace np {
namespace {

using Bytes = std::span<const std::uint8_t>;

// nal_unit_type, ISO/IEC 14496-10, table 7-1.
constexpr int kLastSlice = 5;
constexpr int kKeySlice = 5;
constexpr int kSequenceSet = 7;
constexpr int kPictureSet = 8;
constexpr int kDelimiter = 9;
constexpr int kFiller = 12;

std::size_t read_length(Bytes bytes) {
  std::size_t length = 0;
  for (const std::uint8_t byte : bytes) length = length << 8 | byte;
  return length;
}

// Sorts units by their type.
class Sorter {
 public:
  void add(Bytes unit) {
    if (unit.empty()) return;
    const int type = unit[0] & 0x1f;
    if (type == kDelimiter || type == kFiller) return;
    if (type == kSequenceSet) return out_.sequence_sets.emplace_back(unit.begin(), unit.end()), void();
    if (type == kPictureSet) return out_.picture_sets.emplace_back(unit.begin(), unit.end()), void();
    shows_ |= type >= 1 && type <= kLastSlice;
    out_.key |= type == kKeySlice;
    for (int shift = 24; shift >= 0; shift -= 8) out_.rest.push_back(static_cast<std::uint8_t>(unit.size() >> shift));
    out_.rest.insert(out_.rest.end(), unit.begin(), unit.end());
  }
  std::optional<H264Units> result() && {
    if (!shows_) return std::nullopt;
    return std::move(out_);
  }

 private:
  H264Units out_;
  bool shows_ = false;
};

// The position of the next start code 00 00 01; the end if there is none.
std::size_t find_start(Bytes bytes, std::size_t from) {
  for (std::size_t i = from; i + 3 <= bytes.size();) {
    if (bytes[i + 2] > 1)
      i += 3;
    else if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1)
      return i;
    else
      ++i;
  }
  return bytes.size();
}

std::optional<H264Units> split_by_start_codes(Bytes bytes) {
  Sorter sorter;
  for (std::size_t at = find_start(bytes, 0); at < bytes.size();) {
    const std::size_t begin = at + 3;
    at = find_start(bytes, begin);
    std::size_t end = at;
    // A unit ends with no zero; those that follow belong to the next start code.
    while (end > begin && bytes[end - 1] == 0) --end;
    sorter.add(bytes.subspan(begin, end - begin));
  }
  return std::move(sorter).result();
}

}  // namespace

std::optional<H264Units> split_h264(Bytes bytes, int length_size) {
  if (length_size == 0) return split_by_start_codes(bytes);
  const auto head = static_cast<std::size_t>(length_size);
  Sorter sorter;
  while (!bytes.empty()) {
    if (bytes.size() < head) return std::nullopt;
    const std::size_t length = read_length(bytes.first(head));
    bytes = bytes.subspan(head);
    if (length > bytes.size()) return std::nullopt;
    sorter.add(bytes.first(length));
    bytes = bytes.subspan(length);
  }
  return std::move(sorter).result();
}

std::optional<H264Sets> parse_avcc(Bytes bytes) {
  // Version 1, three bytes that the first set repeats, the size of lengths.
  if (bytes.size() < 6 || bytes[0] != 1) return std::nullopt;
  H264Sets out{.length_size = (bytes[4] & 3) + 1, .sequence_sets = {}, .picture_sets = {}};
  bytes = bytes.subspan(5);
  const auto take = [&bytes](std::vector<std::vector<std::uint8_t>>& sets, int mask) {
    if (bytes.empty()) return false;
    int count = bytes[0] & mask;
    for (bytes = bytes.subspan(1); count > 0; --count) {
      if (bytes.size() < 2) return false;
      const std::size_t length = read_length(bytes.first(2));
      bytes = bytes.subspan(2);
      if (length > bytes.size()) return false;
      sets.emplace_back(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
      bytes = bytes.subspan(length);
    }
    return true;
  };
  if (!take(out.sequence_sets, 0x1f) || !take(out.picture_sets, 0xff)) return std::nullopt;
  return out;
}

}  // namespace np
