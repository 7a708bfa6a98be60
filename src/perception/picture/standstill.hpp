// For how long the picture has stood still but for what an encoder changes. A frozen picture that is encoded anew
// differs from time to time, everywhere alike, and comes back to what it was. The noise of a camera that works is
// another one after each picture that is encoded by itself. One owner; no thread; a tenth of a millisecond a picture.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "perception/picture/image.hpp"

namespace np::perception {

class Standstill {
 public:
  // Pictures that it may come back to; the one that was seen for the shortest time is lost.
  static constexpr std::size_t kMost = 16;

  void look(const Image& rgb, TimePoint now);
  Duration lasts() const;

 private:
  struct Known {
    std::vector<std::uint8_t> brightness;
    TimePoint since, seen;
    double away = 0;  // how far the pictures between differed
  };

  static bool stays(Known& known, const std::vector<std::uint8_t>& luma, int width, TimePoint now);
  void add(std::vector<std::uint8_t> luma, TimePoint now);

  std::vector<Known> known_;
};

}  // namespace np::perception
