#include "speech/flite/flite_voice.hpp"

#include <deque>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "speech/flite/flite.hpp"
#include "speech/own_voice_session.hpp"
#include "speech/seated.hpp"
#include "speech/speech_shaper.hpp"
#include "speech/text/spoken_sentences.hpp"
#include "speech/usual_loudness.hpp"

namespace np {
namespace {

constexpr double kUsualLufs = -19;  // of "rms"

class FliteUtterance final : public Utterance {
 public:
  FliteUtterance(const std::string& words, const FliteVoice::Manner& manner, UsualLoudness& loudness)
      : left_(spoken_sentences(words)), manner_(manner), loudness_(loudness) {}

  bool step(const Ticket& ticket) override {
    if (left_.empty()) return false;
    const std::string sentence = std::move(left_.front());
    left_.pop_front();
    const auto give = [&](PcmPtr sound) {
      if (sound) ticket.give(std::move(sound));
    };
    // Speech that is spoken more slowly and played faster lasts as long but sounds higher.
    SpeechShaper shaper(static_cast<int>(flite::kRate * manner_.pitch), loudness_.now());
    flite::say(
        sentence,
        [&](std::span<const std::int16_t> samples) {
          give(shaper.push(samples));
          return ticket.wanted();
        },
        manner_.speed / manner_.pitch);
    give(shaper.finish(pause_after(sentence)));
    loudness_.learn(shaper.measured());
    return !left_.empty();
  }

 private:
  std::deque<std::string> left_;
  const FliteVoice::Manner manner_;
  UsualLoudness& loudness_;
};

}  // namespace

struct FliteVoice::Shared {
  Seated<FliteVoice::Manner> manners;
  UsualLoudness loudness{kUsualLufs};
};

// A session has at most one turn in the worker's queue, so that their number bounds it.
FliteVoice::FliteVoice(const TextReader& reader)
    : reader_(reader), shared_(std::make_unique<Shared>()), worker_("voice", std::numeric_limits<std::size_t>::max()) {}
FliteVoice::~FliteVoice() = default;

std::unique_ptr<VoiceSession> FliteVoice::open_session(Loop& loop) {
  return std::make_unique<OwnVoiceSession>(
      loop, worker_, [this, shared = shared_.get()](const std::string& text, Seat seat) {
        return std::make_unique<FliteUtterance>(reader_.read(text), shared->manners.of(seat), shared->loudness);
      });
}

std::unique_ptr<VoiceSession> FliteVoice::open_session_as(Loop& loop, const FliteVoice::Manner& manner) {
  return std::make_unique<OwnVoiceSession>(
      loop, worker_, [this, manner, shared = shared_.get()](const std::string& text, Seat) {
        return std::make_unique<FliteUtterance>(reader_.read(text), manner, shared->loudness);
      });
}

VoiceStatus FliteVoice::status() const { return {.name = std::string("flite ") + flite::kVoice, .ready = true}; }

void FliteVoice::set_manner(const FliteVoice::Manner& manner, Seat seat) { shared_->manners.set(manner, seat); }

}  // namespace np
