// Takes apart H.264 from parsers: an access unit in either of its two forms, and the parameter sets that a container
// keeps elsewhere (avcC, ISO/IEC 14496-15). Pure; the input is untrusted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace np {

struct H264Units {
  std::vector<std::vector<std::uint8_t>> sequence_sets;
  std::vector<std::vector<std::uint8_t>> picture_sets;
  std::vector<std::uint8_t> rest;  // as H264Picture::units
  bool key = false;                // a decoder can begin with it
};

// `length_size`: of the length before each unit, 1 to 4 bytes; 0: units begin with start codes. Nothing if the bytes
// contradict themselves or hold no picture.
std::optional<H264Units> split_h264(std::span<const std::uint8_t> bytes, int length_size);

struct H264Sets {
  int length_size = 4;
  std::vector<std::vector<std::uint8_t>> sequence_sets;
  std::vector<std::vector<std::uint8_t>> picture_sets;
};
std::optional<H264Sets> parse_avcc(std::span<const std::uint8_t> bytes);

}  // namespace np
