#include "source/file_player.hpp"

#include <algorithm>
#include <utility>

namespace np {

namespace {

constexpr Duration kGrown = std::chrono::milliseconds(100);
// Of the first lap: after so many pictures, again and again, its length is looked at.
constexpr unsigned kLookAt = 15;

std::optional<Duration> length_of(const MediaPipeline& pipeline) {
  const Duration length = pipeline.length();
  return length > Duration::zero() ? std::optional(length) : std::nullopt;
}

}  // namespace

FilePlayer::FilePlayer(PipelineNews& news, std::function<void()> changed) : news_(news), changed_(std::move(changed)) {}

void FilePlayer::wish(const PlaybackWish& wish) {
  {
    std::lock_guard lock(mutex_);
    wish_.add(wish);
    // now() tells at once what is under way.
    if (wish.paused) now_.paused = *wish.paused;
    if (wish.loop) now_.loop = *wish.loop;
    if (wish.position) target_ = now_.length ? std::min(*wish.position, *now_.length) : *wish.position;
    if (std::exchange(wish_posted_, true)) return;
  }
  news_.post({.kind = PipelineNews::Kind::kWish});
}

std::optional<Playback> FilePlayer::now() const {
  std::lock_guard lock(mutex_);
  if (!known_) return std::nullopt;
  Playback out = now_;
  if (target_) out.position = *target_;
  return out;
}

bool FilePlayer::rests() const {
  std::lock_guard lock(mutex_);
  return now_.paused || now_.ended;
}

void FilePlayer::set(auto change) {
  {
    std::lock_guard lock(mutex_);
    change();
    if (!known_) return;
  }
  changed_();
}

void FilePlayer::enter(MediaPipeline& pipeline) {
  pipeline_ = &pipeline;
  jumping_until_.reset();
  read_ = jumped_ = false;
  unshown_ = 0;
}

void FilePlayer::leave() {
  pipeline_ = nullptr;
  playing_ = false;
}

bool FilePlayer::begin() {
  playing_ = true;
  {
    std::lock_guard lock(mutex_);
    now_.ended = false;
  }
  pipeline_->set_looping(looping_);
  if (held_) pipeline_->hold();
  return obey();
}

std::optional<Duration> FilePlayer::beginning() { return std::exchange(beginning_, std::nullopt); }

void FilePlayer::opened(bool file, bool in_parts) {
  in_parts_ = in_parts;
  const bool known = file || length_of(*pipeline_);
  {
    std::lock_guard lock(mutex_);
    known_ = known;
  }
  learn_length();
}

void FilePlayer::learn_length() {
  const auto length = grows_ ? std::nullopt : length_of(*pipeline_);
  const bool seekable = length && in_parts_ && pipeline_->can_jump();
  set([&] {
    now_.length = length;
    now_.seekable = seekable;
  });
}

void FilePlayer::measure() {
  if (!playing_ || grows_) return;
  const auto before = now();
  const auto length = length_of(*pipeline_);
  if (!before || !before->length || !length || *length <= *before->length + kGrown) return;
  // Once, an estimate got better.
  grows_ = std::exchange(grew_, true);
  learn_length();
}

// While a jump is under way, wishes wait: each place that is asked for in between would only hold up the last one.
bool FilePlayer::obey() {
  if (!playing_ || jumping_until_) return true;
  PlaybackWish wish;
  bool ended;
  {
    std::lock_guard lock(mutex_);
    wish = std::exchange(wish_, {});
    wish_posted_ = false;
    ended = now_.ended;
  }
  if (wish.empty()) return true;
  if (wish.loop) {
    looping_ = *wish.loop;
    pipeline_->set_looping(looping_);
    if (looping_ && !ended && !wish.position && std::exchange(read_, false) && !pipeline_->rewind(false))
      wish.position = Duration::zero();
  }
  const bool hold = wish.paused.value_or(held_);
  if (hold && !std::exchange(held_, hold)) pipeline_->hold();
  // A video that has ended and is to go on plays again.
  if (ended && !hold && (wish.paused || wish.loop == true) && !wish.position) wish.position = Duration::zero();
  if (wish.position && !jump(*wish.position)) return false;
  if (!hold && std::exchange(held_, hold)) pipeline_->go_on();
  set([] {});
  return true;
}

bool FilePlayer::jump(Duration to) {
  {
    std::lock_guard lock(mutex_);
    // Its last picture begins a little before its end.
    if (now_.length) to = std::min(to, *now_.length - picture_length_);
    to = std::max(to, Duration::zero());
    if (!wish_.position) target_ = to;
    now_.ended = false;
  }
  read_ = false;
  unshown_ = 0;
  jumped_ = true;
  if (!pipeline_->jump(to)) {
    beginning_ = to;
    std::lock_guard lock(mutex_);
    another_pipeline_jumps_ = true;
    return false;
  }
  jumping_until_ = Clock::now() + kPatience;
  return true;
}

std::optional<TimePoint> FilePlayer::patience() const { return jumping_until_; }

bool FilePlayer::settle() {
  jumping_until_.reset();
  return obey();
}

bool FilePlayer::jump_anew() {
  if (!std::exchange(jumping_until_, std::nullopt)) return false;
  std::lock_guard lock(mutex_);
  if (!target_) return false;
  beginning_ = target_;
  return another_pipeline_jumps_ = true;
}

bool FilePlayer::lap_read() {
  ++unshown_;
  if (std::exchange(grows_, false)) learn_length();
  if (looping_) return pipeline_->rewind(false) || pipeline_->rewind(true);
  read_ = true;
  return true;
}

// In whichever order the two come.
void FilePlayer::read_shown() {
  --unshown_;
  if (read_ && unshown_ == 0 && !looping_) end();
}

bool FilePlayer::stops() {
  jumping_until_.reset();
  if (std::exchange(grows_, false)) learn_length();
  if (!looping_) end();
  return !looping_;
}

void FilePlayer::end() {
  jumping_until_.reset();
  bool wished = false;
  set([&] {
    wished = wish_posted_;
    if (!wish_.position) target_.reset();
    if (now_.length) now_.position = *now_.length;
    now_.ended = true;
  });
  if (wished) news_.post({.kind = PipelineNews::Kind::kWish});
}

bool FilePlayer::take_jumped() { return std::exchange(jumped_, false); }

void FilePlayer::pass(Sample& sample) {
  std::unique_lock lock(mutex_);
  if (std::exchange(another_pipeline_jumps_, false)) sample.jump = sample.discontinuity = true;
  const bool lap = sample.discontinuity && !sample.jump;
  now_.lap += lap;
  picture_length_ = sample.length;
  if (sample.place) now_.position = sample.place->time;
  if (sample.jump && !wish_.position) target_.reset();
  const bool tell = known_ && (lap || sample.jump);
  const bool look = known_ && now_.length && now_.lap == 1 && ++passed_ % kLookAt == 0;
  lock.unlock();
  if (look) news_.post({.kind = PipelineNews::Kind::kLength});
  if (tell) changed_();
}

}  // namespace np
