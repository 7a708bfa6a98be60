#include "speech/neural/neural_utterance.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/heap.hpp"
#include "speech/flite/flite.hpp"
#include "speech/neural/phonemes.hpp"
#include "speech/neural/vocoder.hpp"
#include "speech/speech_shaper.hpp"
#include "speech/text/spoken_sentences.hpp"

namespace np {
namespace {

constexpr int kBatches = 5;         // half a second of sound
constexpr std::size_t kBefore = 1;  // frames around what is heard
constexpr std::size_t kBehind = 2;

// What follows the first `most` bytes of it at the end of a word; all of it where it has no end there.
std::string_view cut_words(std::string_view& rest, std::size_t most) {
  std::size_t end = rest.size();
  if (rest.size() > most) {
    end = rest.rfind(' ', most);
    if (end == rest.npos || end == 0) end = std::min(rest.find(' ', 1), rest.size());
  }
  const std::string_view front = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return front;
}

}  // namespace

struct NeuralUtterance::Sound {
  static HeardPart heard(const Spectra& spectra, const VoiceStyle& style) {
    HeardPart part = heard_part(frame_powers(spectra, style));
    if (part.from == part.to) return part;
    part.from -= std::min(part.from, kBefore);
    part.to = std::min(part.to + kBehind, spectra.frames);
    return part;
  }
  Sound(AcousticNetwork::Answer its_answer, const VoiceStyle& style, const Part& of)
      : answer(std::move(its_answer)),
        pitch_hz(bent_pitch(answer.spectra.pitch_hz, of.melody)),
        spectra(with_pitch(answer.spectra, pitch_hz)),
        part(heard(spectra, style)),
        vocoder(spectra, style, part.from, part.to),
        shaper(Spectra::kRate, part.lufs - style.boost),
        pause(of.pause) {}

  static Spectra with_pitch(Spectra spectra, std::span<const float> pitch_hz) {
    spectra.pitch_hz = pitch_hz;
    return spectra;
  }

  AcousticNetwork::Answer answer;
  std::vector<float> pitch_hz;
  Spectra spectra;
  HeardPart part;
  Vocoder vocoder;
  SpeechShaper shaper;
  Duration pause;
};

NeuralUtterance::NeuralUtterance(const std::string& words, const VoiceStyle& style, double speed, Run run)
    : sentences_(spoken_sentences(words)), style_(style), speed_(static_cast<float>(speed)), run_(std::move(run)) {}
NeuralUtterance::~NeuralUtterance() = default;

bool NeuralUtterance::step(const Ticket& ticket) {
  const auto give = [&](PcmPtr sound) {
    if (sound) ticket.give(std::move(sound));
  };
  if (!sound_) {
    if (parts_.empty()) read_sentence();
    if (parts_.empty()) return !sentences_.empty();
    const Part part = std::move(parts_.front());
    parts_.pop_front();
    sound_ = std::make_unique<Sound>(run_(part.phonemes, speed_, ticket), style_, part);
  }
  for (int batch = 0; batch < kBatches && !sound_->vocoder.done(); ++batch) {
    if (!ticket.wanted()) return false;
    give(sound_->shaper.push(sound_->vocoder.next()));
  }
  if (sound_->vocoder.done()) {
    give(sound_->shaper.finish(sound_->pause));
    sound_.reset();
  }
  if (sound_ || !parts_.empty() || !sentences_.empty()) return true;
  return_free_memory();  // of the spectra: ten megabytes for a long sentence
  return false;
}

void NeuralUtterance::read_sentence() {
  if (sentences_.empty()) return;
  const std::string sentence = std::move(sentences_.front());
  sentences_.pop_front();
  const std::string phonemes = phonemes_of(flite::pronounce(sentence));
  const Melody melody = melody_of(sentence);
  for (std::string_view rest = phonemes; !rest.empty();) {
    auto numbers = phoneme_numbers(cut_words(rest, AcousticNetwork::kMostPhonemes));
    // An endless word is left out.
    if (numbers.size() > 2 && numbers.size() <= 2 * AcousticNetwork::kMostPhonemes)
      parts_.push_back({.phonemes = std::move(numbers),
                        .pause = rest.empty() ? pause_after(sentence) : Duration::zero(),
                        .melody = rest.empty() || melody != Melody::kQuestion ? melody : Melody::kStatement});
  }
}

}  // namespace np
