// Whether there is anything to see at all: a black picture, one that stands still to the last bit or but for its
// encoder, a test card. One owner; two tenths of a millisecond a picture.
#pragma once

#include <vector>

#include "base/clock.hpp"
#include "perception/facts/facts.hpp"
#include "perception/picture/image.hpp"
#include "perception/picture/standstill.hpp"

namespace np::perception {

class PictureHealth {
 public:
  void look(const Image& rgb, TimePoint now);
  void reset();

  PictureState state() const { return state_; }
  TimePoint since() const { return since_; }

 private:
  PictureState state_ = PictureState::kNormal;
  TimePoint since_;
  std::vector<std::uint8_t> last_;
  TimePoint changed_at_;  // when two pictures last differed
  Standstill standstill_;
  PictureState likely_ = PictureState::kNormal;
  TimePoint likely_since_;
};

// Upright bars of plain strong colours over the upper half, as no scene has them.
bool is_test_card(const Image& rgb);
bool is_black(const Image& rgb);

}  // namespace np::perception
