#include "commentary/speaker.hpp"

#include <utility>

#include "base/log.hpp"

namespace np {

Speaker::Speaker(Loop& loop, VoiceSession& voice, AudioStream& stream, UntilShown until_shown,
                 metrics::Histogram& sentence_to_sound, std::function<void()> on_idle)
    : loop_(loop),
      voice_(voice),
      stream_(stream),
      until_shown_(std::move(until_shown)),
      sentence_to_sound_(sentence_to_sound),
      on_idle_(std::move(on_idle)) {}

void Speaker::begin_line(TimePoint captured_at) {
  splitter_ = {};
  captured_at_ = captured_at;
  spoke_ = false;
}

void Speaker::piece(const std::string& text) {
  for (std::string& sentence : splitter_.push(text)) say(std::move(sentence));
}

void Speaker::end_line(bool failed) {
  auto rest = splitter_.flush();
  if (rest && !failed) say(std::move(*rest));
}

void Speaker::interrupt() {
  voice_.cancel();
  stream_.interrupt();
  shown_.cancel();
  early_.clear();
  waiting_ = 0;
  splitter_ = {};
  spoke_ = false;
}

void Speaker::say(std::string sentence) {
  ++waiting_;
  const TimePoint asked = loop_.now();
  voice_.speak(
      std::move(sentence),
      [this, asked, first = true](PcmPtr chunk) mutable {
        if (std::exchange(first, false)) sentence_to_sound_.observe(to_seconds(loop_.now() - asked));
        hear(std::move(chunk));
      },
      [this](std::expected<void, Error> done) {
        const std::string failure = done ? "" : done.error().message();
        if (!failure.empty() && failure != last_failure_) log::warn("A sentence could not be spoken: {}", failure);
        last_failure_ = failure;
        --waiting_;
        settle();
      });
}

void Speaker::hear(PcmPtr chunk) {
  early_.push_back(std::move(chunk));
  if (early_.size() == 1) play_early();
}

void Speaker::play_early() {
  if (const Duration left = until_shown_(captured_at_); left > Duration::zero()) {
    shown_ = loop_.after(left, [this] {
      play_early();
      settle();
    });
    return;
  }
  for (PcmPtr& chunk : std::exchange(early_, {})) stream_.write(std::move(chunk));
  spoke_ = true;
}

void Speaker::settle() {
  if (!busy()) on_idle_();
}

}  // namespace np
