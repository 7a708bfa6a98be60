#include "perception/body_sizes.hpp"

#include <cmath>

namespace np::perception {

void BodySizes::learn(const Box& person, int picture_height) {
  const Sample sample{person.bottom() / static_cast<float>(picture_height),
                      person.h / static_cast<float>(picture_height)};
  if (samples_.size() < kSamples) {
    samples_.push_back(sample);
  } else {
    samples_[next_] = sample;
    next_ = (next_ + 1) % kSamples;
  }
}

bool BodySizes::fits(const Box& box, int picture_height) const {
  const float feet = box.bottom() / static_cast<float>(picture_height),
              height = box.h / static_cast<float>(picture_height);
  if (box.w > 0.8f * box.h) return false;
  float sum = 0;
  int near = 0;
  for (const Sample& s : samples_) {
    if (std::abs(s.feet - feet) > 0.12f) continue;
    sum += s.height;
    ++near;
  }
  return near >= 8 && height > 0.7f * sum / near && height < 1.4f * sum / near;
}

}  // namespace np::perception
