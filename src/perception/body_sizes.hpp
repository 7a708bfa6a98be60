// How tall people are in this picture, depending on where their feet are: learned from those who were surely people, it
// tells at once whether somebody new has a person's size. One owner; no thread.
#pragma once

#include <cstddef>
#include <vector>

#include "perception/image.hpp"

namespace np::perception {

class BodySizes {
 public:
  void learn(const Box& person, int picture_height);
  // Upright, and about as tall as others whose feet were there. False as long as nobody was.
  bool fits(const Box& box, int picture_height) const;
  void reset() { samples_.clear(), next_ = 0; }

 private:
  static constexpr std::size_t kSamples = 240;
  struct Sample {
    float feet;
    float height;
  };
  std::vector<Sample> samples_;
  std::size_t next_ = 0;
};

}  // namespace np::perception
