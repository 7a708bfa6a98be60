#include "speech/flite_voice.hpp"

#include <atomic>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "speech/flite.hpp"
#include "speech/own_voice_session.hpp"
#include "speech/speech_shaper.hpp"
#include "speech/spoken_sentences.hpp"
#include "speech/usual_loudness.hpp"

namespace np {
namespace {

constexpr double kUsualLufs = -19;  // of "rms"

class FliteUtterance final : public Utterance {
 public:
  FliteUtterance(const std::string& words, double speed, UsualLoudness& loudness)
      : left_(spoken_sentences(words)), speed_(speed), loudness_(loudness) {}

  bool step(const Ticket& ticket) override {
    if (left_.empty()) return false;
    const std::string sentence = std::move(left_.front());
    left_.pop_front();
    const auto give = [&](PcmPtr sound) {
      if (sound) ticket.give(std::move(sound));
    };
    SpeechShaper shaper(flite::kRate, loudness_.now());
    flite::say(
        sentence,
        [&](std::span<const std::int16_t> samples) {
          give(shaper.push(samples));
          return ticket.wanted();
        },
        speed_);
    give(shaper.finish(pause_after(sentence)));
    loudness_.learn(shaper.measured());
    return !left_.empty();
  }

 private:
  std::deque<std::string> left_;
  const double speed_;
  UsualLoudness& loudness_;
};

}  // namespace

struct FliteVoice::Shared {
  std::atomic<double> speed = 1;
  UsualLoudness loudness{kUsualLufs};
};

// A session has at most one turn in the worker's queue, so that their number bounds it.
FliteVoice::FliteVoice(const TextReader& reader)
    : reader_(reader), shared_(std::make_unique<Shared>()), worker_("voice", std::numeric_limits<std::size_t>::max()) {}
FliteVoice::~FliteVoice() = default;

std::unique_ptr<VoiceSession> FliteVoice::open_session(Loop& loop) {
  return std::make_unique<OwnVoiceSession>(loop, worker_, [this, shared = shared_.get()](const std::string& text) {
    return std::make_unique<FliteUtterance>(reader_.read(text), shared->speed, shared->loudness);
  });
}

VoiceStatus FliteVoice::status() const { return {.name = std::string("flite ") + flite::kVoice, .ready = true}; }

void FliteVoice::set_speed(double speed) { shared_->speed = speed; }

}  // namespace np
