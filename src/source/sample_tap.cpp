#include "source/sample_tap.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "source/fingerprint.hpp"
#include "source/picture_maker.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxFrames = 8;
constexpr std::size_t kMaxPictures = 2;
// Pictures that come a little early still count as due: container time is rounded to milliseconds at worst.
constexpr Duration kEarly = std::chrono::milliseconds(2);

// A live source that has been silent for so long, and for several of its intervals, goes on after a break.
constexpr Duration kBreak = std::chrono::milliseconds(2500);
constexpr int kBreakIntervals = 3;
// The usual interval follows the last ones by this share; one long silence does not make a slow source.
constexpr int kIntervalShare = 8;
constexpr Duration kLongestInterval = std::chrono::seconds(10);

metrics::Counter& dropped(const char* kind, metrics::Labels labels) {
  labels["kind"] = kind;
  return metrics::counter("np_source_dropped_total", "Pictures not made because making them took too long.", labels);
}

Duration interval_of(double fps) { return from_seconds(1.0 / std::clamp(fps, 0.01, 1000.0)); }

}  // namespace

SampleTap::SampleTap(const SourceOptions& options, FrameSink& sink)
    : paced_(options.paced),
      frame_limit_(options.frame_limit),
      jpeg_quality_(options.jpeg_quality),
      sink_(sink),
      frames_dropped_(dropped("frame", options.labels)),
      pictures_dropped_(dropped("picture", options.labels)),
      frame_interval_(interval_of(options.capture_fps)),
      break_pending_(options.after_break) {}

SampleTap::~SampleTap() { close(); }

void SampleTap::close() {
  std::unique_lock lock(mutex_);
  closed_ = true;
  frames_.clear();
  pictures_.clear();
  newest_ = {};
  finished_ = nullptr;
  progress_.notify_all();
  progress_.wait(lock, [this] { return !making_; });
}

void SampleTap::finish(Task done) {
  {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    if (!idle()) {
      finished_ = std::move(done);
      return;
    }
  }
  done();
}

void SampleTap::push(Sample sample) {
  const std::size_t print = sample.live ? fingerprint(sample) : 0;
  std::unique_lock lock(mutex_);
  if (closed_) return;
  take_pulse(sample, print);
  break_pending_ |= sample.discontinuity;
  newest_ = sample;
  if (demand_.frames && (!next_frame_at_ || sample.captured_at + kEarly >= *next_frame_at_)) {
    if (!paced_) progress_.wait(lock, [this] { return closed_ || frames_.size() < kMaxFrames; });
    if (closed_) return;
    queue_frame(sample);
  }
  if (demand_.pictures) queue_picture(std::move(sample));
}

void SampleTap::take_pulse(Sample& sample, std::size_t print) {
  const TimePoint now = Clock::now();
  if (pulse_.pictures > 0 && sample.live) {
    const Duration interval = std::min(now - pulse_.newest_at, kLongestInterval);
    sample.discontinuity |= interval > std::max(kBreak, kBreakIntervals * pulse_.interval);
    pulse_.interval += pulse_.pictures == 1 ? interval : (interval - pulse_.interval) / kIntervalShare;
  }
  const std::size_t before = std::exchange(fingerprint_, print);
  if (!sample.live || print != before || pulse_.pictures == 0) pulse_.changed_at = now;
  pulse_.newest_at = now;
  ++pulse_.pictures;
}

void SampleTap::set_demand(Demand demand) {
  std::lock_guard lock(mutex_);
  const Demand before = std::exchange(demand_, demand);
  if (!demand.frames) next_frame_at_.reset();
  if (closed_ || !newest_.gst) return;
  if (demand.frames && !before.frames) queue_frame(newest_);
  if (demand.pictures && !before.pictures) queue_picture(newest_);
}

void SampleTap::set_frame_rate(double capture_fps) {
  std::lock_guard lock(mutex_);
  const Duration before = std::exchange(frame_interval_, interval_of(capture_fps));
  if (next_frame_at_) *next_frame_at_ += frame_interval_ - before;
}

Source::Pulse SampleTap::pulse() const {
  std::lock_guard lock(mutex_);
  return pulse_;
}

void SampleTap::queue_frame(Sample sample) {
  // The schedule runs on by whole intervals, so that the mean rate is exact, unless time made a jump.
  const TimePoint due = next_frame_at_.value_or(sample.captured_at);
  const bool in_step = abs(sample.captured_at - due) < frame_interval_;
  next_frame_at_ = (in_step ? due : sample.captured_at) + frame_interval_;
  sample.discontinuity = std::exchange(break_pending_, false);
  frames_.push_back(std::move(sample));
  if (frames_.size() > kMaxFrames) {
    frames_[1].discontinuity |= frames_[0].discontinuity;
    frames_.pop_front();
    count_loss(frames_dropped_);
  }
  ask_for_turn();
}

void SampleTap::queue_picture(Sample sample) {
  pictures_.push_back(std::move(sample));
  if (pictures_.size() > kMaxPictures) {
    pictures_.pop_front();
    count_loss(pictures_dropped_);
  }
  ask_for_turn();
}

void SampleTap::ask_for_turn() {
  if (!worker_) worker_.emplace("pictures", kMaxFrames + kMaxPictures + 2);
  // A full queue of the worker holds enough turns for everything that waits here.
  (void)worker_->post([this] { make_next(); });
}

void SampleTap::count_loss(metrics::Counter& counter) {
  counter.add();
  ++lost_;
  const TimePoint now = Clock::now();
  if (now - loss_logged_at_ < std::chrono::seconds(1)) return;
  loss_logged_at_ = now;
  log::warn("Pictures left out, as this machine does not make them as fast as they come: {}.", std::exchange(lost_, 0));
}

void SampleTap::make_next() {
  Sample sample;
  bool as_frame = false;
  {
    std::lock_guard lock(mutex_);
    as_frame = !frames_.empty();
    auto& queue = as_frame ? frames_ : pictures_;
    if (queue.empty()) return;
    sample = std::move(queue.front());
    queue.pop_front();
    making_ = true;
  }
  bool made = false;
  try {
    if (!maker_) maker_ = std::make_unique<PictureMaker>(frame_limit_, jpeg_quality_);
    if (as_frame)
      sink_.on_frame(maker_->frame(sample));
    else
      sink_.on_picture(maker_->picture(sample));
    made = true;
  } catch (const Error& e) {
    log::debug("A picture was left out: {}", e.message());
  } catch (const std::exception& e) {
    log::warn("A picture was left out: {}", e.what());
  }
  std::unique_lock lock(mutex_);
  making_ = false;
  break_pending_ |= !made && as_frame && sample.discontinuity;
  if (finished_ && idle()) {
    making_ = true;  // close() waits for this call as well
    Task finished = std::exchange(finished_, nullptr);
    lock.unlock();
    finished();
    lock.lock();
    making_ = false;
  }
  progress_.notify_all();
}

}  // namespace np
