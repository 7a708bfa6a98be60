#include "speech/stand_in_voice.hpp"

#include <deque>
#include <optional>
#include <utility>

#include "base/answers.hpp"
#include "base/log.hpp"
#include "speech/text/sentence_limits.hpp"

namespace np {

// Hands on one sentence at a time, so that the order is kept whoever speaks.
class StandInVoice::Session final : public VoiceSession {
 public:
  Session(Loop& loop, StandInVoice& voice)
      : voice_(voice),
        answers_(loop),
        wanted_(voice.wanted_->open_session(loop)),
        stand_in_(voice.stand_in_->open_session(loop)) {}

  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override {
    const Ticket ticket = answers_.ask(std::move(on_chunk), std::move(on_done));
    if (auto error = over_limit(sentence, waiting_.size())) return ticket.finish(std::unexpected(std::move(*error)));
    waiting_.push_back({std::move(sentence), seat_, ticket});
    if (!speaking_) next();
  }
  void take_seat(Seat seat) override { seat_ = seat; }

  void cancel() override {
    answers_.cancel();
    waiting_.clear();
    wanted_->cancel();
    stand_in_->cancel();
    speaking_ = false;
  }

 private:
  using Ticket = Answers<PcmPtr>::Ticket;
  struct Sentence {
    std::string text;
    Seat seat;
    Ticket ticket;
  };

  void next() {
    speaking_ = !waiting_.empty();
    if (!speaking_) return;
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    if (voice_.wanted_speaks(current_->text, current_->seat)) {
      ask_wanted();
    } else {
      ask_stand_in();
    }
  }

  void ask_wanted() {
    begun_ = false;
    wanted_->take_seat(current_->seat);
    wanted_->speak(
        current_->text,
        [this](PcmPtr sound) {
          begun_ = true;
          voice_.spoke();
          current_->ticket.give(std::move(sound));
        },
        [this](std::expected<void, Error> result) {
          if (!result) voice_.failed(result.error());
          if (result || begun_) return done(std::move(result));
          ask_stand_in();
        });
  }

  void ask_stand_in() {
    stand_in_->take_seat(current_->seat);
    stand_in_->speak(
        current_->text, [this](PcmPtr sound) { current_->ticket.give(std::move(sound)); },
        [this](std::expected<void, Error> result) { done(std::move(result)); });
  }

  void done(std::expected<void, Error> result) {
    current_->ticket.finish(std::move(result));
    next();
  }

  StandInVoice& voice_;
  std::deque<Sentence> waiting_;
  std::optional<Sentence> current_;
  Seat seat_ = Seat::kFirst;
  bool speaking_ = false;  // the current one
  bool begun_ = false;     // its sound, by the wanted voice
  Answers<PcmPtr> answers_;
  std::unique_ptr<VoiceSession> wanted_;
  std::unique_ptr<VoiceSession> stand_in_;
};

StandInVoice::StandInVoice(std::unique_ptr<Voice> wanted, std::unique_ptr<Voice> stand_in)
    : wanted_(std::move(wanted)), stand_in_(std::move(stand_in)) {}

std::unique_ptr<VoiceSession> StandInVoice::open_session(Loop& loop) { return std::make_unique<Session>(loop, *this); }

bool StandInVoice::wanted_speaks(std::string_view text, Seat seat) const {
  if (!wanted_->status().ready || !wanted_->speaks(text)) return false;
  return prefers(seat) || !stand_in_->speaks(text);
}

VoiceStatus StandInVoice::status() const {
  if (!prefers(Seat::kFirst)) return stand_in_->status();
  const VoiceStatus wanted = wanted_->status();
  if (wanted.ready && failure_.empty()) return wanted;
  VoiceStatus s = stand_in_->status();
  s.starting = wanted.starting;
  s.awaited = wanted.detail.empty() ? failure_ : wanted.detail;
  return s;
}

void StandInVoice::failed(const Error& error) {
  if (failure_.empty()) log::warn("{} {} speaks until it is back.", error.message(), stand_in_->status().name);
  failure_ = error.message();
}

void StandInVoice::spoke() {
  if (!failure_.empty()) log::info("{} is back.", wanted_->status().name);
  failure_.clear();
}

}  // namespace np
