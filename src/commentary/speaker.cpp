#include "commentary/speaker.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commentary/prompt.hpp"

namespace np {

Speaker::Speaker(Loop& loop, Synthesizer& voice, AudioStream& stream, std::function<void()> on_idle)
    : loop_(loop), voice_(voice), stream_(stream), on_idle_(std::move(on_idle)) {}

void Speaker::begin_line() {
  splitter_ = {};
  held_.clear();
  released_ = false;
  spoke_ = false;
}

void Speaker::piece(const std::string& text) {
  held_ += text;
  if (released_ || (utf8::count(trim(held_)) > kHoldBackCharacters && !is_skip(held_))) release();
}

void Speaker::end_line(Outcome outcome) {
  if (outcome == Outcome::kSaid) {
    release();
    if (auto rest = splitter_.flush()) say(std::move(*rest));
  }
  held_.clear();
}

void Speaker::interrupt() {
  voice_.cancel();
  stream_.interrupt();
  waiting_ = 0;
  begin_line();
}

void Speaker::release() {
  released_ = true;
  for (std::string& sentence : splitter_.push(std::exchange(held_, {}))) say(std::move(sentence));
}

void Speaker::say(std::string sentence) {
  static auto& first_sound =
      metrics::histogram("np_sentence_to_sound_seconds", "From a finished sentence to its first sound");
  ++waiting_;
  const TimePoint asked = loop_.now();
  voice_.speak(
      std::move(sentence),
      [this, asked, first = true](PcmPtr chunk) mutable {
        if (std::exchange(first, false)) first_sound.observe(to_seconds(loop_.now() - asked));
        spoke_ = true;
        stream_.write(std::move(chunk));
      },
      [this](std::expected<void, Error> done) {
        const std::string failure = done ? "" : done.error().message();
        if (!failure.empty() && failure != last_failure_) log::warn("A sentence could not be spoken: {}", failure);
        last_failure_ = failure;
        if (--waiting_ == 0) on_idle_();
      });
}

}  // namespace np
