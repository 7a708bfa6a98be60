#include "perception/person_check.hpp"

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

namespace np::perception {
namespace {

// The detector's window is 64x128 with a person of about 100 in it; some room to find him a little off the place.
constexpr float kPersonHeight = 100;
constexpr int kRoiWidth = 88;
constexpr int kRoiHeight = 152;
constexpr float kNothing = -2;

}  // namespace

struct PersonCheck::Detector {
  cv::HOGDescriptor hog;
};

PersonCheck::PersonCheck() : detector_(std::make_unique<Detector>()) {
  detector_->hog.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
}

PersonCheck::~PersonCheck() = default;

float PersonCheck::look(const Image& rgb, const Box& box) const {
  const cv::Mat picture(rgb.height, rgb.width, CV_8UC3, const_cast<std::uint8_t*>(rgb.data.data()));
  float best = kNothing;
  for (const float stretch : {1.0f, 1.2f}) {
    const float scale = kPersonHeight / (box.h * stretch);
    const float w = kRoiWidth / scale, h = kRoiHeight / scale;
    const Point c = box.center();
    // One warp crops, scales and repeats the border where the place reaches over it.
    const cv::Matx23f map(1 / scale, 0, c.x - w / 2, 0, 1 / scale, c.y - h / 2);
    cv::Mat roi;
    cv::warpAffine(picture, roi, map, {kRoiWidth, kRoiHeight}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    std::vector<cv::Point> places;
    std::vector<double> weights;
    detector_->hog.detect(roi, places, weights, kNothing, {8, 8});
    for (double weight : weights) best = std::max(best, static_cast<float>(weight));
  }
  return best;
}

}  // namespace np::perception
