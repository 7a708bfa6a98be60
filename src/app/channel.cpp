#include "app/channel.hpp"

#include <boost/json.hpp>
#include <utility>

namespace np {

Channel::Channel(Loop& loop, Engine& engine, Synthesizer* voice, Options options)
    : loop_(loop),
      window_(options.window_size),
      audio_(voice ? std::make_unique<AudioStream>(loop) : nullptr),
      session_(engine.open_session(loop)),
      commentator_(loop, window_, *session_, events_, voice, audio_.get(), options.commentator),
      source_(loop, *this, options.source, options.recovery, [this] { on_source_change(); }, nullptr,
              std::move(options.make_source)) {}

Channel::~Channel() = default;

void Channel::start(const std::string& source, bool wait, Show::Done done) {
  source_.start(source, wait, std::move(done));
  update_demand();
}

void Channel::stop() {
  source_.stop();
  commentator_.reset();
  set_instruction({});
}

void Channel::set_instruction(std::string instruction) {
  commentator_.set_instruction(std::move(instruction));
  update_demand();
}

void Channel::set_pacing(const CommentatorSettings& settings, std::size_t window_size, double capture_fps) {
  window_.set_capacity(window_size);
  source_.set_frame_rate(capture_fps);
  commentator_.set_pacing(settings);
}

void Channel::on_frame(FramePtr frame) {
  window_.push(frame);
  session_->observe(std::move(frame));
  if (!frame_told_.exchange(true)) loop_.post(alive_.guard([this] {
    frame_told_ = false;
    commentator_.on_frame();
  }));
}

void Channel::on_picture(PicturePtr picture) {
  display_.push(std::move(picture));
  if (picture_awaited_.exchange(false)) loop_.post(alive_.guard([this] { answer_pictures(); }));
}

void Channel::on_source_change() {
  const SourceSnapshot now = source_.snapshot();
  const bool live = now.state == SourceState::kLive;
  const bool back = live && !was_live_ && now.gone;
  if (now.state == SourceState::kConnecting)
    commentator_.reset();
  else if (live && !was_live_)
    commentator_.picture_back(now.gone.value_or(Duration::zero()));
  else if (!live && was_live_)
    commentator_.picture_gone();
  was_live_ = live;
  boost::json::object o;
  o["source"] = now.name.empty() ? boost::json::value(nullptr) : boost::json::value(now.name);
  o["state"] = to_string(now.state);
  o["reason"] = now.reason.empty() ? boost::json::value(nullptr) : boost::json::value(now.reason);
  o["restarts"] = now.restarts;
  o["at"] = unix_seconds(loop_.now());
  o["next_try_at"] = now.next_try ? boost::json::value(unix_seconds(loop_.now() + *now.next_try)) : nullptr;
  o["gone_s"] = back ? boost::json::value(to_seconds(*now.gone)) : nullptr;
  events_.append(EventType::kSource, boost::json::serialize(o));
  if (!source_.running()) answer_pictures();
}

void Channel::update_demand() {
  source_.set_demand({.frames = commentator_.active(),
                      .pictures = viewers_ > 0 || lingering_ || !picture_waiters_.empty()});
}

void Channel::viewer_came() {
  linger_.cancel();
  // What is left from the last time that somebody looked is not this viewer's past.
  if (++viewers_ == 1 && !lingering_ && source_.running()) display_.clear();
  lingering_ = false;
  update_demand();
}

void Channel::viewer_left() {
  if (--viewers_ > 0) return;
  lingering_ = true;
  linger_ = loop_.after(kLinger, [this] {
    lingering_ = false;
    update_demand();
  });
}

void Channel::picture_now(Show::PictureDone done) {
  const bool encoding = viewers_ > 0 || lingering_;
  if (!source_.running() || (encoding && display_.newest())) return done(display_.newest());
  picture_waiters_.push_back(std::move(done));
  if (picture_waiters_.size() > 1) return;
  picture_limit_ = loop_.after(kPictureLimit, [this] { answer_pictures(); });
  picture_awaited_ = true;
  update_demand();
}

void Channel::answer_pictures() {
  picture_awaited_ = false;
  picture_limit_.cancel();
  const auto waiters = std::exchange(picture_waiters_, {});
  if (waiters.empty()) return;
  update_demand();
  const PicturePtr newest = display_.newest();
  for (const auto& done : waiters) done(newest);
}

}  // namespace np
