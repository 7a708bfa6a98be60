// For how long the picture has stood still but for what an encoder changes: a frozen picture that is encoded anew
// differs a little from time to time, but nowhere more than that. The noise of a camera that works is another one after
// each picture that is encoded by itself. One owner; no thread; a tenth of a millisecond a picture.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "perception/image.hpp"

namespace np::perception {

class Standstill {
 public:
  void look(const Image& rgb, TimePoint now);
  Duration lasts() const { return now_ - since_; }

 private:
  bool same(const std::vector<std::uint8_t>& luma, int width) const;

  std::vector<std::uint8_t> first_;  // brightness when it began
  TimePoint since_, now_;
};

}  // namespace np::perception
