// One run of a real source, with everything it delivers written down.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/manual_loop.hpp"
#include "source/source.hpp"

namespace np::test {

class Recorder final : public FrameSink {
 public:
  template <typename T>
  struct Arrival {
    T item;
    TimePoint at;
  };

  void on_frame(FramePtr frame) override {
    if (on_frame_hook) on_frame_hook(*frame);
    if (!keep_pixels) {
      auto light = std::make_shared<VideoFrame>(*frame);
      light->rgb = {};
      frame = light;
    }
    std::lock_guard lock(mutex_);
    frames_.push_back({std::move(frame), Clock::now()});
  }
  void on_picture(PicturePtr picture) override {
    std::lock_guard lock(mutex_);
    pictures_.push_back({std::move(picture), Clock::now()});
  }
  void on_sound(SoundPtr sound) override {
    std::lock_guard lock(mutex_);
    sounds_.push_back({std::move(sound), Clock::now()});
  }
  void on_jump() override {
    std::lock_guard lock(mutex_);
    jumps_.push_back(frames_.size());
  }
  // How many frames had come before each.
  std::vector<std::size_t> jumps() const {
    std::lock_guard lock(mutex_);
    return jumps_;
  }
  std::vector<Arrival<SoundPtr>> sounds() const {
    std::lock_guard lock(mutex_);
    return sounds_;
  }
  std::vector<Arrival<FramePtr>> frames() const {
    std::lock_guard lock(mutex_);
    return frames_;
  }
  std::vector<Arrival<PicturePtr>> pictures() const {
    std::lock_guard lock(mutex_);
    return pictures_;
  }

  // Both set before the source starts.
  bool keep_pixels = true;
  std::function<void(const VideoFrame&)> on_frame_hook;

 private:
  mutable std::mutex mutex_;
  std::vector<Arrival<FramePtr>> frames_;
  std::vector<Arrival<PicturePtr>> pictures_;
  std::vector<Arrival<SoundPtr>> sounds_;
  std::vector<std::size_t> jumps_;
};

class SourceRun {
 public:
  explicit SourceRun(const std::string& text, SourceOptions options = {}, Demand demand = {})
      : source_(make_source(loop, parse_source(text), options, recorder)) {
    source_->set_demand(demand);
  }
  void start() {
    source_->start(
        {.on_opened = [this](const SourceInfo& i) { info = i; }, .on_ended = [this](const Error& e) { ended = e; }});
  }
  // Waits until the source has opened or ended, or ended: real time. False where `limit` is not enough.
  bool wait_open(Duration limit = std::chrono::seconds(20)) {
    return wait([this] { return info || ended; }, limit) && info;
  }
  bool wait_end(Duration limit = std::chrono::seconds(20)) {
    return wait([this] { return ended.has_value(); }, limit);
  }
  bool wait(const std::function<bool()>& what, Duration limit) {
    const TimePoint until = Clock::now() + limit;
    while (!what() && Clock::now() < until)
      loop.wait_posted(std::min<Duration>(until - Clock::now(), std::chrono::milliseconds(20)));
    return what();
  }
  Source& source() { return *source_; }
  void destroy() { source_.reset(); }

  Recorder recorder;
  ManualLoop loop;
  std::optional<SourceInfo> info;
  std::optional<Error> ended;

 private:
  std::unique_ptr<Source> source_;
};

}  // namespace np::test
