#include "commentary/speaker.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "commentary/clause_cut.hpp"

namespace np {
namespace {

// How often the programme is looked at while words wait for it, or are spoken into it.
constexpr Duration kLookAtProgramme = std::chrono::milliseconds(50);
// The front of a sentence may take a little longer than its share of the words.
constexpr double kShareOfRoom = 0.9;

}  // namespace

Speaker::Speaker(Loop& loop, const SpeakingParts& parts, Picture picture, metrics::Histogram& sentence_to_sound,
                 std::function<void()> on_idle)
    : loop_(loop),
      voice_(parts.voice),
      stream_(parts.stream),
      picture_(std::move(picture)),
      sentence_to_sound_(sentence_to_sound),
      unsaid_(metrics::counter("np_lines_unsaid_total",
                               "Lines, or their ends, not spoken because they fitted into no gap")),
      on_idle_(std::move(on_idle)),
      on_begun_(parts.on_begun),
      placement_(parts.gaps) {}

void Speaker::begin_line(TimePoint captured_at, std::optional<TimePoint> over_at) {
  splitter_ = {};
  take_seat(Seat::kFirst);
  captured_at_ = captured_at;
  placement_.begin_line(captured_at, over_at);
  spoke_ = false;
  silent_ = false;
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
  timer_.cancel();
  watch_.cancel();
  sentences_.clear();
  begun_ = false;
  splitter_ = {};
  spoke_ = false;
}

void Speaker::say(std::string text) {
  if (silent_) return;
  sentences_.push_back(std::make_shared<Sentence>(std::move(text)));
  speak(sentences_.back());
}

void Speaker::speak(const std::shared_ptr<Sentence>& sentence) {
  voice_.speak(
      sentence->text,
      [this, asked = loop_.now(), sentence](PcmPtr chunk) {
        if (sentence->length == Duration::zero()) sentence_to_sound_.observe(to_seconds(loop_.now() - asked));
        sentence->length += samples_to_duration(chunk->samples.size());
        sentence->sound.push_back(std::move(chunk));
        play();
      },
      [this, sentence](std::expected<void, Error> done) {
        const std::string failure = done ? "" : done.error().message();
        if (!failure.empty() && failure != last_failure_) log::warn("A sentence could not be spoken: {}", failure);
        last_failure_ = failure;
        sentence->whole = true;
        if (done) rate_.learn(sentence->text, sentence->length);
        play();
      });
}

// The first sentence that has no sound yet is waited for; what follows it waits with it.
void Speaker::play() {
  timer_.cancel();
  while (!sentences_.empty()) {
    const std::shared_ptr<Sentence> first = sentences_.front();
    if (!begun_ && !first->sound.empty() && !may_begin(*first)) return;
    if (!begun_ && !first->sound.empty() && on_begun_) on_begun_(first->text, next_position());
    begun_ |= !first->sound.empty();
    spoke_ |= begun_;
    for (PcmPtr& chunk : std::exchange(first->sound, {})) stream_.write(std::move(chunk));
    if (!first->whole) return;
    sentences_.pop_front();
    begun_ = false;
  }
  on_idle_();
}

// False: not yet, and play() is called again when it may; or never, and then there is nothing more to play.
bool Speaker::may_begin(const Sentence& sentence) {
  const auto again = [this](Duration time) {
    timer_ = loop_.after(time, [this] { play(); });
    return false;
  };
  if (const Duration left = picture_.until_shown(captured_at_); left > Duration::zero()) return again(left);
  if (placement_.anywhere()) return true;
  // Its length decides where it fits.
  if (!sentence.whole) return false;
  // The later it is decided, the more is known.
  if (const Duration ahead = still_to_play(); ahead > 2 * kLookAtProgramme) return again(ahead - 2 * kLookAtProgramme);
  const TimePoint position = next_position();
  const Placement::Verdict verdict = placement_.judge(position, sentence.length);
  using What = Placement::Verdict::What;
  if (verdict.what != What::kNow && cut_first(verdict.room)) return false;
  if (verdict.what == What::kNever) {
    leave_unsaid();
    return false;
  }
  if (verdict.what == What::kWait) {
    const Duration left = picture_.until_shown(verdict.at);
    return again(left > Duration::zero() ? std::min(left, kLookAtProgramme) : kLookAtProgramme);
  }
  placement_.begun(position, sentence.length);
  watch_programme();
  return true;
}

// What fits into that much of a gap is said by itself; the rest waits for its own turn.
bool Speaker::cut_first(Duration room) {
  const Sentence& first = *sentences_.front();
  if (first.length <= Duration::zero()) return false;
  const double share = kShareOfRoom * to_seconds(room) / to_seconds(first.length);
  auto cut = cut_at_clause(first.text, static_cast<std::size_t>(share * static_cast<double>(first.text.size())));
  if (!cut) return false;
  const auto front = std::make_shared<Sentence>(std::move(cut->front));
  const auto rest = std::make_shared<Sentence>(std::move(cut->rest));
  sentences_.front() = rest;
  sentences_.push_front(front);
  speak(front);
  speak(rest);
  return true;
}

Duration Speaker::still_to_play() const { return std::max(stream_.speech_ends_at() - loop_.now(), Duration::zero()); }

TimePoint Speaker::next_position() const { return picture_.position() + still_to_play(); }

void Speaker::watch_programme() {
  watch_ = loop_.after(kLookAtProgramme, [this] {
    if (!stream_.speaking() && sentences_.empty()) return;
    if (!stream_.speaking() || !placement_.talked_over(picture_.position())) return watch_programme();
    stream_.interrupt();
    leave_unsaid();
  });
}

void Speaker::leave_unsaid() {
  log::debug("The rest of a line is not spoken: the programme leaves no room for it.");
  unsaid_.add();
  voice_.cancel();
  timer_.cancel();
  watch_.cancel();
  sentences_.clear();
  begun_ = false;
  silent_ = true;
  on_idle_();
}

}  // namespace np
