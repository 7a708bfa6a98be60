#include "source/pipeline/sound_tap.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "source/messages.hpp"
#include "source/pipeline/sound_decoder.hpp"

namespace np {
namespace {

// Sound that is this far from the picture is from another side of a jump.
constexpr Duration kSameSide = std::chrono::seconds(3);
// Where a sender's time jumps by more, the decoder's goes on as if it had not.
constexpr Duration kJump = std::chrono::seconds(1);
constexpr Duration kJoint = std::chrono::milliseconds(100);
constexpr std::size_t kMostMarks = 256;
// Pictures of a live source come unevenly: their way is taken as it is in the mean over so many.
constexpr int kOffsetShare = 32;
constexpr Duration kOffsetJump = std::chrono::milliseconds(500);
// Sound that could not be decoded is tried again after so long.
constexpr Duration kPause = std::chrono::seconds(5);
constexpr Duration kSoundPatience = std::chrono::milliseconds(500);
constexpr Duration kDecoderLag = std::chrono::milliseconds(250);

}  // namespace

SoundTap::SoundTap(const SourceOptions& options, std::string shown, FrameSink& sink)
    : paced_(options.paced), shown_(std::move(shown)), sink_(sink) {}

SoundTap::~SoundTap() { close(); }

void SoundTap::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  held_.clear();
  decoded_.notify_all();
}

void SoundTap::set_demand(bool wanted) {
  std::lock_guard lock(mutex_);
  wanted_ = wanted;
  if (wanted) return;
  held_.clear();
  held_samples_ = 0;
}

void SoundTap::renew() {
  std::unique_lock lock(mutex_);
  anchor_.reset();
  broken_at_.reset();
  drop_decoder(lock);
}

void SoundTap::push(GstBuffer* buffer, GstCaps* caps, MediaTime at) {
  std::unique_lock lock(mutex_);
  if (closed_ || !wanted_) return drop_decoder(lock);
  const TimePoint now = Clock::now();
  if (broken_at_ && now - *broken_at_ < kPause) return;
  const std::string form = gst_structure_get_name(gst_caps_get_structure(caps, 0));
  std::string why = decoder_ ? decoder_->broken() : "";
  if (!why.empty() || form_ != form) drop_decoder(lock);
  form_ = form;
  if (why.empty() && !decoder_) {
    // Not under the lock: plugins are loaded.
    lock.unlock();
    try {
      decoder_ = std::make_unique<SoundDecoder>(
          [this](std::vector<std::int16_t> samples, Duration begin) { hold(std::move(samples), begin); });
    } catch (const Error& e) {
      why = e.message();
    }
    lock.lock();
  }
  if (!why.empty()) {
    broken_at_ = now;
    if (!std::exchange(complained_, true)) log::warn(messages::kSoundCannotBePlayed, shown_, why);
    return;
  }
  broken_at_.reset();
  const Duration length = GST_BUFFER_DURATION_IS_VALID(buffer)
                              ? Duration(std::chrono::nanoseconds(GST_BUFFER_DURATION(buffer)))
                              : Duration::zero();
  const Duration time = decoder_time(at, length);
  lock.unlock();
  decoder_->push(buffer, caps, time);
}

// The decoder's threads may be waiting for the lock.
void SoundTap::drop_decoder(std::unique_lock<std::mutex>& lock) {
  if (!decoder_) return;
  lock.unlock();
  decoder_.reset();
  lock.lock();
  marks_.clear();
  held_.clear();
  held_samples_ = 0;
  pushed_end_ = decoded_end_ = {};
  lags_ = false;
}

Duration SoundTap::decoder_time(MediaTime at, Duration length) {
  const auto time = [&](const Mark& mark) { return mark.decoder + (at.time - mark.media.time); };
  if (marks_.empty() || marks_.back().media.lap != at.lap || abs(time(marks_.back()) - pushed_end_) > kJump) {
    marks_.push_back({marks_.empty() ? Duration::zero() : pushed_end_ + kJoint, at});
    if (marks_.size() > kMostMarks) marks_.pop_front();
  }
  const Duration begin = std::max(time(marks_.back()), marks_.back().decoder);
  pushed_end_ = std::max(pushed_end_, begin + length);
  return begin;
}

MediaTime SoundTap::media_time(Duration decoder) const {
  auto mark = std::ranges::upper_bound(marks_, decoder, {}, &Mark::decoder);
  if (mark != marks_.begin()) --mark;
  return {mark->media.lap, mark->media.time + (decoder - mark->decoder)};
}

// A decoder's thread.
void SoundTap::hold(std::vector<std::int16_t> samples, Duration begin) {
  std::lock_guard lock(mutex_);
  if (closed_ || !wanted_ || marks_.empty()) return;
  decoded_end_ = begin + samples_to_duration(samples.size());
  lags_ = false;
  held_samples_ += samples.size();
  held_.push_back({media_time(begin), std::move(samples)});
  while (samples_to_duration(held_samples_) > kMostHeld) {
    held_samples_ -= held_.front().samples.size();
    held_.pop_front();
  }
  release();
  decoded_.notify_all();
}

void SoundTap::picture(const Sample& sample) {
  std::unique_lock lock(mutex_);
  if (closed_ || !sample.place) return;
  const MediaTime at = *sample.place;
  Duration offset = sample.captured_at.time_since_epoch() - at.time;
  if (sample.live && anchor_ && abs(offset - anchor_->offset) < kOffsetJump)
    offset = anchor_->offset + (offset - anchor_->offset) / kOffsetShare;
  anchor_ = {at, std::max(kAhead, sample.length), offset, sample.live};
  release();
  if (!paced_) wait_for_sound(lock);
}

void SoundTap::wait_for_sound(std::unique_lock<std::mutex>& lock) {
  const auto there = [this] {
    if (closed_ || !wanted_ || marks_.empty()) return true;
    const Mark& mark = marks_.back();
    const bool ahead =
        mark.media.lap == anchor_->at.lap && decoded_end_ >= mark.decoder + (anchor_->at.time - mark.media.time);
    return ahead || pushed_end_ - decoded_end_ < kDecoderLag;
  };
  if (!lags_) lags_ = !decoded_.wait_for(lock, kSoundPatience, there);
}

void SoundTap::release() {
  if (!anchor_) return;
  const auto beside = [this](const Held& held) {
    // Sound of a session that has begun anew waits for a picture of the same clock.
    if (anchor_->live) return held.at.time > anchor_->at.time - kMostHeld;
    const Duration ahead = held.at.time - anchor_->at.time;
    return held.at.lap == anchor_->at.lap && ahead > -kSameSide && ahead <= anchor_->reach;
  };
  const auto drop_first = [this] {
    held_samples_ -= held_.front().samples.size();
    held_.pop_front();
  };
  // The rest of the previous lap has no picture any more.
  while (!held_.empty() && !anchor_->live && held_.front().at.lap < anchor_->at.lap) drop_first();
  // After a jump in time, the sound before it is dropped once there is sound after it.
  const auto first = std::ranges::find_if(held_, beside);
  if (first == held_.end()) return;
  for (auto before = first - held_.begin(); before > 0; --before) drop_first();
  while (!held_.empty() && beside(held_.front())) {
    Held held = std::move(held_.front());
    held_samples_ -= held.samples.size();
    held_.pop_front();
    deliver(std::move(held));
  }
}

void SoundTap::deliver(Held held) {
  auto block = std::make_shared<SoundBlock>();
  block->captured_at = TimePoint(held.at.time + anchor_->offset);
  block->samples = std::move(held.samples);
  sink_.on_sound(std::move(block));
}

}  // namespace np
