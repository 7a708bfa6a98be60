#include "library/glance.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "library/messages.hpp"
#include "video/thumbnail_maker.hpp"

namespace np {
namespace {

// Films often begin in black: of the first pictures, so far apart, the one with the most to see is taken.
constexpr double kLooksPerSecond = 0.5;
constexpr int kEnoughLooks = 5;
constexpr Duration kLookOn = std::chrono::milliseconds(1200);
constexpr double kEnoughContrast = 40;  // standard deviation of the levels
constexpr Duration kStep = std::chrono::milliseconds(50);

double contrast_in(const VideoFrame& frame) {
  double sum = 0, squares = 0;
  std::size_t count = 0;
  for (std::size_t i = 1; i < frame.rgb.size(); i += 3 * 17, ++count) {
    sum += frame.rgb[i];
    squares += static_cast<double>(frame.rgb[i]) * frame.rgb[i];
  }
  if (count == 0) return 0;
  const double mean = sum / static_cast<double>(count);
  return std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean * mean));
}

class BestFrame final : public FrameSink {
 public:
  void on_frame(FramePtr frame) override {
    std::lock_guard lock(mutex_);
    if (enough()) return;
    ++seen_;
    const double contrast = contrast_in(*frame);
    if (best_ && contrast <= contrast_) return;
    contrast_ = contrast;
    best_ = std::move(frame);
  }
  void on_picture(PicturePtr) override {}

  bool is_enough() const {
    std::lock_guard lock(mutex_);
    return enough();
  }
  FramePtr frame() const {
    std::lock_guard lock(mutex_);
    return best_;
  }

 private:
  bool enough() const { return seen_ >= kEnoughLooks || (best_ && contrast_ >= kEnoughContrast); }

  mutable std::mutex mutex_;
  FramePtr best_;
  double contrast_ = 0;
  int seen_ = 0;
};

}  // namespace

Glance glance_at(const std::filesystem::path& file, const std::string& name, Duration limit,
                 const std::function<bool()>& wanted) {
  ManualLoop loop;
  BestFrame best;
  std::optional<SourceInfo> info;
  std::optional<Error> error;
  SourceFacts facts;
  {
    SourceOptions options;
    options.capture_fps = kLooksPerSecond;
    options.frame_limit = {kGlanceSize.width, kGlanceSize.height};
    options.open_timeout = limit;
    options.loop = false;
    options.paced = false;
    options.sound = false;
    const auto source = make_source(loop, {.text = file, .shown = name, .kind = "file", .path = file}, options, best);
    source->set_demand({.frames = true});
    source->start(
        {.on_opened = [&](const SourceInfo& i) { info = i; }, .on_ended = [&](const Error& e) { error = e; }});
    const TimePoint begun = Clock::now();
    while (!info && !error && wanted() && Clock::now() - begun < limit + kStep) loop.wait_posted(kStep);
    const TimePoint opened = Clock::now();
    while (info && !error && wanted() && !best.is_enough() && Clock::now() - opened < kLookOn) loop.wait_posted(kStep);
    facts = source->facts();
  }
  if (!wanted()) throw Error(ErrorKind::kEnded, name);
  if (!info && error) throw *error;
  if (!info) throw Error(ErrorKind::kTimeout, np::format(messages::kGlanceBroken, name, to_seconds(limit)));
  const Duration length = info->length.value_or(facts.length);
  Glance glance{.codec = info->codec, .width = info->width, .height = info->height, .length_s = to_seconds(length)};
  if (const FramePtr frame = best.frame()) glance.jpeg = ThumbnailMaker(kGlanceSize).make(*frame);
  return glance;
}

}  // namespace np
