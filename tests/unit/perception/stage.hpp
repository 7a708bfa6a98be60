// A stage for the eyes: draws frames of a textured yard in which blocks move, the light changes, the camera shakes.
// Everything is seeded, so that every run sees the same pictures.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "video/frame.hpp"

namespace np::perception {

struct Prop {
  double x = 0;  // of the middle
  double y = 0;
  int w = 24;
  int h = 60;
  std::array<std::uint8_t, 3> rgb{20, 20, 30};
};

class Stage {
 public:
  static constexpr int kWidth = 320;
  static constexpr int kHeight = 240;
  static constexpr double kFps = 5;

  explicit Stage(unsigned yard = 1) { set_yard(yard); }

  // Another scene.
  void set_yard(unsigned seed) {
    std::mt19937 random(seed);
    const auto any = [&](int from, int to) {
      return from + static_cast<int>(random() % static_cast<unsigned>(to - from));
    };
    yard_.assign(static_cast<std::size_t>(kYardWidth) * kYardHeight * 3, 0);
    const int base = any(110, 150);
    for (std::size_t i = 0; i < yard_.size(); ++i) yard_[i] = static_cast<std::uint8_t>(base + any(-4, 5));
    for (int n = 0; n < 160; ++n) {
      const int w = any(10, 70), h = any(8, 50), x = any(0, kYardWidth - w), y = any(0, kYardHeight - h);
      const std::uint8_t color[3] = {static_cast<std::uint8_t>(any(70, 200)), static_cast<std::uint8_t>(any(70, 200)),
                                     static_cast<std::uint8_t>(any(70, 200))};
      for (int yy = y; yy < y + h; ++yy) {
        for (int xx = x; xx < x + w; ++xx)
          std::copy_n(color, 3, &yard_[(static_cast<std::size_t>(yy) * kYardWidth + xx) * 3]);
      }
    }
  }

  std::vector<Prop> props;
  double light = 1;   // 1: as usual
  int noise = 3;      // every value is off by at most so much
  int camera_x = 60;  // where in the yard the camera looks
  int camera_y = 40;
  bool discontinuity = false;  // of the next frame alone

  TimePoint now() const { return start_ + from_seconds(static_cast<double>(frames_) / kFps); }

  FramePtr next() {
    auto frame = std::make_shared<VideoFrame>();
    frame->id = ++id_;
    frame->captured_at = now();
    ++frames_;
    frame->width = kWidth;
    frame->height = kHeight;
    frame->discontinuity = std::exchange(discontinuity, false);
    frame->rgb.resize(static_cast<std::size_t>(kWidth) * kHeight * 3);
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const std::uint8_t* from = &yard_[(static_cast<std::size_t>(y + camera_y) * kYardWidth + x + camera_x) * 3];
        put(*frame, x, y, from);
      }
    }
    for (const Prop& p : props) {
      const int x0 = static_cast<int>(p.x - p.w / 2.0), y0 = static_cast<int>(p.y - p.h / 2.0);
      for (int y = std::max(0, y0); y < std::min(kHeight, y0 + p.h); ++y) {
        for (int x = std::max(0, x0); x < std::min(kWidth, x0 + p.w); ++x) {
          put(*frame, x, y, p.rgb.data());
        }
      }
    }
    return frame;
  }

 private:
  static constexpr int kYardWidth = 640;
  static constexpr int kYardHeight = 360;

  void put(VideoFrame& frame, int x, int y, const std::uint8_t* rgb) {
    std::uint8_t* to = &frame.rgb[(static_cast<std::size_t>(y) * kWidth + x) * 3];
    const unsigned range = 2 * static_cast<unsigned>(noise) + 1;
    auto dice = static_cast<unsigned>(random_());
    for (int c = 0; c < 3; ++c, dice /= range) {
      const int off = static_cast<int>(dice % range) - noise;
      to[c] = static_cast<std::uint8_t>(std::clamp(static_cast<int>(rgb[c] * light) + off, 0, 255));
    }
  }

  std::minstd_rand random_{7};
  std::vector<std::uint8_t> yard_;
  TimePoint start_ = TimePoint{} + std::chrono::hours(1);
  std::uint64_t id_ = 0;
  int frames_ = 0;
};

}  // namespace np::perception
