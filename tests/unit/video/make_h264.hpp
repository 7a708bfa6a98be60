// H.264 of nothing, told apart by its number.
#pragma once

#include "video/display_buffer.hpp"

namespace np::test {

inline std::shared_ptr<const H264Config> make_h264_config(std::uint8_t number = 1) {
  return std::make_shared<const H264Config>(H264Config{
      .width = 64, .height = 48, .sequence_sets = {{0x67, 0x42, 0xc0, 0x1e, number}}, .picture_sets = {{0x68, 1}}});
}

inline H264PicturePtr make_h264(std::uint64_t chain, std::uint32_t place, TimePoint captured_at, bool key = false) {
  auto picture = std::make_shared<H264Picture>();
  picture->id = chain << 32 | place;
  picture->captured_at = captured_at;
  picture->key = key || place == 0;
  picture->config = make_h264_config();
  picture->units = {
      0, 0, 0, 2, static_cast<std::uint8_t>(picture->key ? 0x65 : 0x41), static_cast<std::uint8_t>(place)};
  return picture;
}

}  // namespace np::test
