// A picture of nothing, told apart by its number.
#pragma once

#include "video/frame.hpp"

namespace np::test {

inline PicturePtr make_picture(std::uint64_t id, TimePoint captured_at, std::size_t bytes = 1000) {
  auto picture = std::make_shared<JpegPicture>();
  picture->id = id;
  picture->captured_at = captured_at;
  picture->width = 64;
  picture->height = 48;
  picture->jpeg.assign(bytes, static_cast<std::uint8_t>('a' + id % 26));
  return picture;
}

}  // namespace np::test
