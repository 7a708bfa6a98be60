#include "source/pictures/sample_tap.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <functional>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "source/messages.hpp"
#include "source/pictures/fingerprint.hpp"
#include "source/pictures/lighter_video.hpp"
#include "source/pictures/picture_maker.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxFrames = 8;
constexpr std::size_t kMaxPictures = 2;
constexpr std::size_t kMaxWaitingBytes = 48u << 20;  // of each kind; a single picture may be larger
constexpr std::size_t kMaxGroupBytes = 16u << 20;
// A source that passed its pictures on as they are may fail to for so long, until the next key picture.
constexpr Duration kVideoPatience = std::chrono::seconds(3);
// Pictures that are there only to be decoded lie so far before the one that is shown, and before each other.
constexpr Duration kLeadIn = std::chrono::microseconds(1);
// Pictures that come a little early still count as due: container time is rounded to milliseconds at worst.
constexpr Duration kEarly = std::chrono::milliseconds(2);

// A live source that has been silent for so long, and for several of its intervals, goes on after a break.
constexpr Duration kBreak = std::chrono::milliseconds(2500);
constexpr int kBreakIntervals = 3;
constexpr Duration kLongestInterval = std::chrono::minutes(2);

metrics::Counter& dropped(const char* kind, metrics::Labels labels) {
  labels["kind"] = kind;
  return metrics::counter("np_source_dropped_total", "Pictures not made because making them took too long.", labels);
}

std::size_t bytes_of(const std::deque<Sample>& waiting) {
  std::size_t bytes = 0;
  for (const Sample& sample : waiting) bytes += gst_buffer_get_size(gst_sample_get_buffer(sample.gst.get()));
  return bytes;
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
  lighter_.clear();
  videos_.clear();
  group_.clear();
  jump_untold_ = false;
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
  if (sample.jump) leave_place();
  take_pulse(sample, print);
  break_pending_ |= sample.discontinuity;
  keep_video(sample);
  newest_ = sample;
  if (demand_.frames && (!next_frame_at_ || sample.captured_at + kEarly >= *next_frame_at_)) {
    if (!paced_)
      progress_.wait(
          lock, [this] { return closed_ || (frames_.size() < kMaxFrames && bytes_of(frames_) < kMaxWaitingBytes); });
    if (closed_) return;
    queue_frame(sample);
  }
  if (demand_.encoded || demand_.small) queue_lighter(sample);
  if (demand_.pictures) queue_picture(std::move(sample));
}

// The worker tells the sink between what it makes now and what comes next.
void SampleTap::leave_place() {
  frames_.clear();
  pictures_.clear();
  lighter_.clear();
  lighter_anew_ = true;
  videos_.clear();
  group_.clear();
  group_bytes_ = kMaxGroupBytes;  // until a key picture comes
  passing_on_ = false;
  next_frame_at_.reset();
  jump_untold_ = true;
  ask_for_turn();
}

void SampleTap::keep_video(Sample& sample) {
  if (!sample.coded) return;
  const auto coded = std::move(*sample.coded);
  sample.coded.emplace();  // whoever gets the sample again does not get these again
  TimePoint at = sample.captured_at - kLeadIn * static_cast<std::int64_t>(coded.size());
  for (const auto& picture : coded) {
    at = picture->captured_at = video_at_ = std::max(at, video_at_) + kLeadIn;
    if (picture->key) {
      group_.clear();
      group_bytes_ = 0;
      passing_on_ = demand_.video;
    }
    group_bytes_ += picture->units.size();
    if (group_bytes_ > kMaxGroupBytes)
      group_.clear();
    else
      group_.push_back(picture);
    if (passing_on_) videos_.push_back(picture);
  }
  if (!videos_.empty()) ask_for_turn();
}

bool SampleTap::has_video(VideoForm form) const {
  if (form != VideoForm::kSource && !H264Encoder::is_installed()) return false;
  std::lock_guard lock(mutex_);
  if (form != VideoForm::kSource) return !lighter_fails_;
  return pulse_.pictures == 0 || newest_.captured_at - video_at_ < kVideoPatience;
}

void SampleTap::take_pulse(Sample& sample, std::size_t print) {
  const TimePoint now = Clock::now();
  if (pulse_.pictures > 0 && sample.live) {
    const Duration interval = std::min(now - pulse_.newest_at, kLongestInterval);
    const Duration usual = pulse_.pictures == 1 ? kUnknownPace : kBreakIntervals * pulse_.interval;
    sample.discontinuity |= interval > std::max(kBreak, usual);
    intervals_[(pulse_.pictures - 1) % intervals_.size()] = interval;
    pulse_.interval = usual_interval();
  }
  const std::size_t before = std::exchange(fingerprint_, print);
  if (!sample.live || print != before || pulse_.pictures == 0) pulse_.changed_at = now;
  pulse_.newest_at = now;
  ++pulse_.pictures;
}

// The longest of the last ones but one: a single long silence makes no slow source, and pictures that come two by two
// no fast one.
Duration SampleTap::usual_interval() const {
  auto known = intervals_;  // zero where there is none yet
  std::ranges::sort(known, std::greater());
  return known[pulse_.pictures > 1 ? 1 : 0];
}

void SampleTap::set_demand(Demand demand) {
  std::lock_guard lock(mutex_);
  const Demand before = std::exchange(demand_, demand);
  if (!demand.frames) next_frame_at_.reset();
  if (closed_ || !newest_.gst) return;
  if (demand.frames && !before.frames) queue_frame(newest_);
  if (demand.pictures && !before.pictures) queue_picture(newest_);
  lighter_renewed_[VideoForm::kEncoded] |= demand.encoded && !before.encoded;
  lighter_renewed_[VideoForm::kSmall] |= demand.small && !before.small;
  if ((demand.encoded && !before.encoded) || (demand.small && !before.small)) queue_lighter(newest_);
  // What nobody wants any more is freed.
  if (demand.encoded < before.encoded || demand.small < before.small) ask_for_turn();
  if (demand.video == before.video) return;
  passing_on_ = demand.video && !group_.empty();
  videos_ = passing_on_ ? group_ : decltype(group_){};
  if (passing_on_) ask_for_turn();
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
  let_wait(frames_, std::move(sample), kMaxFrames, frames_dropped_);
}

void SampleTap::queue_picture(Sample sample) {
  let_wait(pictures_, std::move(sample), kMaxPictures, pictures_dropped_);
}

void SampleTap::queue_lighter(Sample sample) {
  if (lighter_fails_) return;
  let_wait(lighter_, std::move(sample), kMaxPictures, pictures_dropped_);
}

void SampleTap::let_wait(std::deque<Sample>& waiting, Sample sample, std::size_t most, metrics::Counter& left_out) {
  waiting.push_back(std::move(sample));
  while (waiting.size() > most || (waiting.size() > 1 && bytes_of(waiting) > kMaxWaitingBytes)) {
    waiting[1].discontinuity |= waiting[0].discontinuity;
    waiting.pop_front();
    count_loss(left_out);
  }
  ask_for_turn();
}

void SampleTap::ask_for_turn() {
  try {
    if (!worker_) worker_.emplace("pictures", kMaxFrames + 2 * kMaxPictures + 2);
  } catch (const std::system_error&) {
    return;  // there may be a thread for the next picture
  }
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

void SampleTap::make_lighter(const Sample& sample, bool anew, const ByForm<bool>& wanted) {
  for (const VideoForm form : kVideoForms) {
    if (!wanted[form]) continue;
    auto& maker = lighter_makers_[form];
    if (!maker) maker = std::make_unique<LighterVideo>(lighter_limits(form));
    try {
      if (auto picture = maker->next(sample, anew)) sink_.on_video(form, std::move(picture));
    } catch (const EncoderFailed& failed) {
      log::warn("{}", np::format(messages::kNotEncoded, failed.why));
      std::lock_guard lock(mutex_);
      lighter_fails_ = true;
      return;
    }
  }
}

void SampleTap::make_next() {
  enum class As { kFrame, kPicture, kLighter } as;
  Sample sample;
  std::deque<H264PicturePtr> videos;
  bool jump = false, anew = false;
  ByForm<bool> lighter, renewed;
  {
    std::lock_guard lock(mutex_);
    as = !frames_.empty() ? As::kFrame : !pictures_.empty() ? As::kPicture : As::kLighter;
    auto& queue = as == As::kFrame ? frames_ : as == As::kPicture ? pictures_ : lighter_;
    jump = std::exchange(jump_untold_, false);
    videos.swap(videos_);
    if (!queue.empty()) {
      sample = std::move(queue.front());
      queue.pop_front();
      if (as == As::kLighter) anew = std::exchange(lighter_anew_, false);
    }
    lighter[VideoForm::kEncoded] = demand_.encoded && !lighter_fails_;
    lighter[VideoForm::kSmall] = demand_.small && !lighter_fails_;
    renewed = std::exchange(lighter_renewed_, {});
    making_ = true;
  }
  for (const VideoForm form : kVideoForms)
    if (!lighter[form] || renewed[form]) lighter_makers_[form].reset();
  if (jump) sink_.on_jump();
  for (auto& video : videos) sink_.on_video(VideoForm::kSource, std::move(video));
  bool made = !sample.gst;
  if (sample.gst) try {
      if (!maker_) maker_ = std::make_unique<PictureMaker>(frame_limit_, jpeg_quality_);
      switch (as) {
        case As::kFrame: sink_.on_frame(maker_->frame(sample)); break;
        case As::kPicture: sink_.on_picture(maker_->picture(sample)); break;
        case As::kLighter: make_lighter(sample, anew, lighter); break;
      }
      made = true;
    } catch (const Error& e) {
      log::debug("A picture was left out: {}", e.message());
    } catch (const std::exception& e) {
      log::warn("A picture was left out: {}", e.what());
    }
  std::unique_lock lock(mutex_);
  making_ = false;
  break_pending_ |= !made && as == As::kFrame && sample.discontinuity;
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
