// Channel's part in how a file is played: what follows for all who look, listen and comment.
#include <utility>

#include "channel/channel.hpp"

namespace np {

std::expected<void, Error> Channel::set_playback(const PlaybackWish& wish) {
  auto done = source_.play(wish);
  if (!done || !wish.loop) return done;
  loaded_.settings.loop = *wish.loop;
  source_.set_looping(*wish.loop);
  state_.loop = *wish.loop ? "true" : "false";
  if (keep_) keep_(state_);
  return done;
}

void Channel::on_playback() {
  const auto now = source_.playback();
  const auto before = std::exchange(playback_, now);
  const bool stood = before && before->paused;
  const bool stands = now && now->paused;
  commentator_.set_paused(stands);
  if (listening_ && stood != stands) listening_->source_is(owes_sound(), false);
  if (!now) return;
  const bool by_itself = before && before->length == now->length && before->paused == now->paused &&
                         before->loop == now->loop && before->ended == now->ended && before->seekable == now->seekable;
  if (by_itself && (before->lap == now->lap || loop_.now() - lap_told_at_ < kLapsApart)) return;
  if (before && before->lap != now->lap) lap_told_at_ = loop_.now();
  tell_playback(false);
}

void Channel::tell_playback(bool jumped) {
  const auto now = source_.playback();
  if (!now) return;
  events_.append(loop_.now(), PlaybackChanged{.position = now->position,
                                              .length = now->length,
                                              .paused = now->paused,
                                              .loop = now->loop,
                                              .ended = now->ended,
                                              .seekable = now->seekable,
                                              .lap = now->lap,
                                              .jumped = jumped,
                                              .at = loop_.now()});
}

// Nothing that was seen or said of the other place gets past this: its pictures and frames are gone before the first of
// the new place comes, and its words before anybody can see that one.
void Channel::on_jump() {
  display_.begin_anew();
  for (auto& pictures : videos_) pictures.begin_anew();
  window_.clear();
  ++place_;
  loop_.post(alive_.guard([this] {
    held_back_.clear();
    if (listening_) {
      window_.clear();  // the loop has filled it meanwhile
      listening_->source_is(owes_sound(), true);
    }
    commentator_.jumped();
    tell_playback(true);
  }));
}

}  // namespace np
