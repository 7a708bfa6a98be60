#include "perception/motion/camera_motion.hpp"

#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace np::perception {
namespace {

constexpr int kColumns = 6;
constexpr int kRows = 4;
constexpr int kLeastTextured = 6;   // blocks
constexpr double kTexture = 1.5;    // mean difference of neighbours in a block that can tell a shift
constexpr double kAgreement = 0.6;  // of the blocks with texture
constexpr double kBetter = 0.75;    // of the difference that is left after shifting back
constexpr float kLeastShift = 0.6f;

cv::Mat half_gray(const Image& rgb) {
  const cv::Mat picture(rgb.height, rgb.width, CV_8UC3, const_cast<std::uint8_t*>(rgb.data.data()));
  cv::Mat half, gray;
  cv::resize(picture, half, {rgb.width / 2, rgb.height / 2}, 0, 0, cv::INTER_AREA);
  cv::cvtColor(half, gray, cv::COLOR_RGB2GRAY);
  return gray;
}

// Whether shifting back makes most of the picture fit, and not just one large thing in it.
bool fits_everywhere(const cv::Mat& reference, const cv::Mat& picture, cv::Point2d shift) {
  cv::Mat back;
  const cv::Matx23f map(1, 0, static_cast<float>(shift.x), 0, 1, static_cast<float>(shift.y));
  cv::warpAffine(picture, back, map, picture.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  cv::Mat before, after;
  cv::absdiff(reference, picture, before);
  cv::absdiff(reference, back, after);
  const int width = reference.cols / kColumns, height = reference.rows / kRows;
  int textured = 0, better = 0;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      const cv::Rect block(column * width, row * height, width, height);
      double texture = 0;
      for (int y = block.y; y < block.y + height; ++y) {
        const auto* p = reference.ptr<std::uint8_t>(y);
        for (int x = block.x + 1; x < block.x + width; ++x) texture += std::abs(p[x] - p[x - 1]);
      }
      if (texture / (width * height) < kTexture) continue;
      ++textured;
      better += cv::sum(after(block))[0] < kBetter * cv::sum(before(block))[0];
    }
  }
  return textured >= kLeastTextured && better >= kAgreement * textured;
}

}  // namespace

struct CameraMotion::Window {
  cv::Mat hanning;
};

CameraMotion::CameraMotion() : window_(std::make_unique<Window>()) {}
CameraMotion::~CameraMotion() = default;

std::optional<Point> CameraMotion::between(const Image& reference, const Image& picture) {
  const cv::Mat a = half_gray(reference), b = half_gray(picture);
  if (a.cols < 4 * kColumns || a.rows < 4 * kRows) return std::nullopt;
  if (window_->hanning.size() != a.size()) cv::createHanningWindow(window_->hanning, a.size(), CV_32F);
  cv::Mat fa, fb;
  a.convertTo(fa, CV_32F);
  b.convertTo(fb, CV_32F);
  const cv::Point2d shift = cv::phaseCorrelate(fa, fb, window_->hanning);
  const Point whole{static_cast<float>(2 * shift.x), static_cast<float>(2 * shift.y)};
  if (std::hypot(whole.x, whole.y) < kLeastShift || !fits_everywhere(a, b, shift)) return std::nullopt;
  return whole;
}

void CameraMotion::steady(const Image& reference, Point shift, Image& picture) {
  Image steadied = reference;
  const cv::Mat from(picture.height, picture.width, CV_8UC3, picture.data.data());
  cv::Mat to(steadied.height, steadied.width, CV_8UC3, steadied.data.data());
  const cv::Matx23f map(1, 0, shift.x, 0, 1, shift.y);
  cv::warpAffine(from, to, map, to.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_TRANSPARENT);
  picture = std::move(steadied);
}

}  // namespace np::perception
