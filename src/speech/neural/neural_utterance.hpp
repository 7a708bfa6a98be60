// A text on its way through the neural voice: sentence by sentence through the network, then half a second of sound at
// each step.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "speech/neural/acoustic_network.hpp"
#include "speech/neural/melody.hpp"
#include "speech/own_voice_session.hpp"

namespace np {

class NeuralUtterance final : public Utterance {
 public:
  // Runs the network for the owner of this ticket.
  using Run =
      std::function<AcousticNetwork::Answer(std::span<const std::int64_t> phonemes, float speed, const Ticket& ticket)>;

  // `words` is what a TextReader gives.
  NeuralUtterance(const std::string& words, const VoiceStyle& style, double speed, Run run);
  ~NeuralUtterance() override;

  bool step(const Ticket& ticket) override;

 private:
  struct Part {
    std::vector<std::int64_t> phonemes;
    Duration pause{};  // behind it
    Melody melody = Melody::kStatement;
  };
  struct Sound;  // a part that is becoming sound

  void read_sentence();

  std::deque<std::string> sentences_;
  std::deque<Part> parts_;  // of the sentence that was read
  const VoiceStyle style_;
  const float speed_;
  const Run run_;
  std::unique_ptr<Sound> sound_;
};

}  // namespace np
