#include "perception/motion/background.hpp"

#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

namespace np::perception {
namespace {

constexpr int kLeastDifference = 20;
constexpr int kMostDifference = 70;
constexpr double kLearnSeconds = 8;
constexpr double kForgetSeconds = 2.5;  // foreground that nobody follows
constexpr double kRestlessSeconds = 4;
constexpr int kMinBlobPixels = 14;

int luma(const std::uint8_t* p) { return (77 * p[0] + 150 * p[1] + 29 * p[2]) >> 8; }

// Share of the way to go in 1/256.
int rate(double seconds, double time_constant) {
  return std::clamp(static_cast<int>(std::lround(256 * (1 - std::exp(-seconds / time_constant)))), 1, 256);
}

std::uint16_t towards(std::uint16_t from, int to, int rate256) {
  return static_cast<std::uint16_t>(from + (to - from) * rate256 / 256);
}

}  // namespace

void Background::start(const Image& rgb) {
  width_ = rgb.width;
  height_ = rgb.height;
  pictures_ = 1;
  gain_ = {256, 256, 256};
  mean_.resize(rgb.data.size());
  std::ranges::transform(rgb.data, mean_.begin(), [](std::uint8_t v) { return static_cast<std::uint16_t>(v << 8); });
  restless_.assign(rgb.data.size() / 3, 2 << 8);
  difference_.assign(rgb.data.size() / 3, 0);
}

Image Background::picture() const {
  Image rgb = make_image(width_, height_, 3);
  std::ranges::transform(mean_, rgb.data.begin(), [](std::uint16_t v) { return static_cast<std::uint8_t>(v >> 8); });
  if (gain_ == std::array{256, 256, 256}) return rgb;
  cv::Mat in_this_light(1, 256, CV_8UC3), whole(height_, width_, CV_8UC3, rgb.data.data());
  for (int i = 0; i < 256 * 3; ++i)
    in_this_light.data[i] = static_cast<std::uint8_t>(std::min(255, i / 3 * gain_[i % 3] >> 8));
  cv::LUT(whole, in_this_light, whole);
  return rgb;
}

void Background::measure_gain(const Image& rgb) {
  std::array<std::array<int, 512>, 3> histogram{};
  std::array<int, 3> count{};
  for (int y = 2; y < height_; y += 4) {
    for (int x = 2; x < width_; x += 4) {
      const std::size_t i = (static_cast<std::size_t>(y) * width_ + x) * 3;
      for (std::size_t c = 0; c < 3; ++c) {
        const int mean = mean_at(i + c), value = rgb.data[i + c];
        if (mean < 24 || mean > 235 || value > 250) continue;
        ++histogram[c][std::min(511, value * 256 / mean)];
        ++count[c];
      }
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    int gain = 256;
    if (count[c] > 50) {
      int seen = 0;
      for (gain = 0; gain < 511 && (seen += histogram[c][gain]) < count[c] / 2; ++gain) {
      }
    }
    gain_[c] = std::abs(gain - 256) <= 6 ? 256 : std::clamp(gain, 150, 430);
  }
}

// The largest of the three colours'.
void Background::measure_difference(const Image& rgb) {
  const Image expected = picture();
  const cv::Mat now(height_, width_, CV_8UC3, const_cast<std::uint8_t*>(rgb.data.data()));
  const cv::Mat before(height_, width_, CV_8UC3, const_cast<std::uint8_t*>(expected.data.data()));
  cv::Mat of_colours, largest(height_, width_, CV_8U, difference_.data());
  cv::absdiff(now, before, of_colours);
  std::array<cv::Mat, 3> each;
  cv::split(of_colours, each.data());
  cv::max(each[0], each[1], largest);
  cv::max(largest, each[2], largest);
}

const Foreground& Background::subtract(const Image& rgb, int slack) {
  measure_gain(rgb);
  measure_difference(rgb);
  const std::array<int, 256> histogram = perception::histogram(difference_);
  // Most of the picture is usually background, so what differs by a few times the usual is more than noise.
  int usual = 0;
  for (std::size_t seen = histogram[0]; seen < difference_.size() / 2; seen += histogram[++usual]) {
  }
  const int least = std::clamp(4 * usual, kLeastDifference, kMostDifference);
  cv::Mat mask(height_, width_, CV_8U);
  for (std::size_t i = 0; i < difference_.size(); ++i) {
    mask.data[i] = difference_[i] > slack + std::clamp(8 + (4 * restless_[i] >> 8), least, kMostDifference) ? 255 : 0;
  }
  foreground_.share = cv::countNonZero(mask) / static_cast<double>(mask.total());

  cv::medianBlur(mask, mask, 3);
  cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {3, 7}));
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
  foreground_.width = width_;
  foreground_.height = height_;
  foreground_.labels.assign(labels.begin<std::int32_t>(), labels.end<std::int32_t>());
  foreground_.blobs.clear();
  for (int label = 1; label < count; ++label) {
    const int* s = stats.ptr<int>(label);
    if (s[cv::CC_STAT_AREA] < kMinBlobPixels) continue;
    const Box box{static_cast<float>(s[cv::CC_STAT_LEFT]), static_cast<float>(s[cv::CC_STAT_TOP]),
                  static_cast<float>(s[cv::CC_STAT_WIDTH]), static_cast<float>(s[cv::CC_STAT_HEIGHT])};
    foreground_.blobs.push_back({box, s[cv::CC_STAT_AREA], label});
  }
  return foreground_;
}

void Background::learn(const Image& rgb, std::span<const Box> followed, double seconds) {
  ++pictures_;
  const int calm = std::max(rate(seconds, kLearnSeconds), 256 / std::min(pictures_, 256));
  const int forget = rate(seconds, kForgetSeconds);
  const int restless = rate(seconds, kRestlessSeconds);
  std::vector<std::uint8_t> keep(difference_.size());
  for (const Box& box : followed) {
    const int x0 = std::max(0, static_cast<int>(box.x)), x1 = std::min<int>(width_, std::ceil(box.right()));
    const int y0 = std::max(0, static_cast<int>(box.y)), y1 = std::min<int>(height_, std::ceil(box.bottom()));
    for (int y = y0; y < y1; ++y) {
      if (x1 > x0) std::fill_n(keep.begin() + static_cast<std::ptrdiff_t>(y) * width_ + x0, x1 - x0, 1);
    }
  }
  // Without branches, so that several pixels are learned at once.
  shares_.resize(mean_.size());
  for (std::size_t i = 0; i < difference_.size(); ++i) {
    const bool differs = foreground_.labels[i] != 0;
    const int share = differs ? (keep[i] ? 0 : forget) : calm;
    shares_[3 * i] = shares_[3 * i + 1] = shares_[3 * i + 2] = static_cast<std::int16_t>(share);
    const int wanted = std::min<int>(difference_[i], 40) << 8;
    restless_[i] = towards(restless_[i], wanted, share == 0 ? 0 : restless);
  }
  for (std::size_t i = 0; i < mean_.size(); ++i) mean_[i] = towards(mean_[i], rgb.data[i] << 8, shares_[i]);
}

void Background::adopt(const Image& rgb, const Blob& blob) {
  for (int y = static_cast<int>(blob.box.y); y < static_cast<int>(blob.box.bottom()); ++y) {
    for (int x = static_cast<int>(blob.box.x); x < static_cast<int>(blob.box.right()); ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * width_ + x;
      if (foreground_.labels[i] != blob.label) continue;
      for (std::size_t c = 0; c < 3; ++c) mean_[3 * i + c] = static_cast<std::uint16_t>(rgb.data[3 * i + c] << 8);
    }
  }
}

double Background::restlessness(const Box& box) const {
  double sum = 0;
  int pixels = 0;
  for (int y = std::max(0, static_cast<int>(box.y)); y < std::min<int>(height_, std::ceil(box.bottom())); ++y) {
    for (int x = std::max(0, static_cast<int>(box.x)); x < std::min<int>(width_, std::ceil(box.right())); ++x) {
      sum += restless_[static_cast<std::size_t>(y) * width_ + x];
      ++pixels;
    }
  }
  return pixels > 0 ? sum / pixels / 256 : 0;
}

bool Background::is_ghost(const Image& rgb, const Blob& blob) const {
  static constexpr int kSteps[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
  long in_picture = 0, in_background = 0, samples = 0;
  const auto inside = [&](int x, int y) { return x >= 0 && y >= 0 && x < width_ && y < height_; };
  for (int y = static_cast<int>(blob.box.y); y < static_cast<int>(blob.box.bottom()); ++y) {
    for (int x = static_cast<int>(blob.box.x); x < static_cast<int>(blob.box.right()); ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * width_ + x;
      if (foreground_.labels[i] != blob.label) continue;
      for (const auto& [dx, dy] : kSteps) {
        const int ox = x + 3 * dx, oy = y + 3 * dy, ix = x - dx, iy = y - dy;
        if (!inside(ox, oy) || !inside(ix, iy)) continue;
        if (foreground_.labels[static_cast<std::size_t>(y + dy) * width_ + x + dx] != 0) continue;
        const std::size_t o = static_cast<std::size_t>(oy) * width_ + ox,
                          n = static_cast<std::size_t>(iy) * width_ + ix;
        if (foreground_.labels[o] != 0 || foreground_.labels[n] != blob.label) continue;
        for (std::size_t c = 0; c < 3; ++c) {
          in_picture += std::abs(rgb.data[3 * o + c] - rgb.data[3 * n + c]);
          in_background += std::abs(mean_at(3 * o + c) - mean_at(3 * n + c));
        }
        ++samples;
      }
    }
  }
  return samples >= 8 && in_background > 1.4 * in_picture;
}

bool Background::is_light(const Image& rgb, const Blob& blob) const {
  if (blob.area < 0.015 * width_ * height_) return false;
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (int y = static_cast<int>(blob.box.y); y < static_cast<int>(blob.box.bottom()); ++y) {
    for (int x = static_cast<int>(blob.box.x); x < static_cast<int>(blob.box.right()); ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * width_ + x;
      if (foreground_.labels[i] != blob.label) continue;
      const double a = luma(&rgb.data[3 * i]);
      const double b = (77 * mean_at(3 * i) + 150 * mean_at(3 * i + 1) + 29 * mean_at(3 * i + 2)) / 256.0;
      ++n, sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b;
    }
  }
  const double va = saa / n - sa / n * sa / n, vb = sbb / n - sb / n * sb / n, cov = sab / n - sa / n * sb / n;
  return vb > 36 && va > 9 && cov > 0.8 * std::sqrt(va * vb);
}

}  // namespace np::perception
