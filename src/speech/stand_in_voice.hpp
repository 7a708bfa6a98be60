// The voice that the user wants, with the built-in one in its place while it is not ready: a model that loads, a server
// that is away. The rule is StandInEngine's: the wanted one speaks when it is ready as a sentence's turn comes, and
// each sentence is wholly from one of them: the one that knows its language, where only one does. The stand-in also
// speaks a sentence that the wanted voice fails before its first sound.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>

#include "speech/voice.hpp"

namespace np {

class StandInVoice final : public Voice {
 public:
  StandInVoice(std::unique_ptr<Voice> wanted, std::unique_ptr<Voice> stand_in);

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  // A wanted voice that has failed is not named again before it has given sound. `starting` is the wanted one's.
  VoiceStatus status() const override;
  bool speaks(std::string_view text) const override { return wanted_->speaks(text) || stand_in_->speaks(text); }
  // False: in that seat the stand-in speaks although the other one is ready, but for texts in a language that it does
  // not know.
  void prefer_wanted(bool prefer, Seat seat = Seat::kFirst) { prefer_[static_cast<std::size_t>(seat)] = prefer; }

 private:
  class Session;

  bool prefers(Seat seat) const { return prefer_[static_cast<std::size_t>(seat)]; }
  bool wanted_speaks(std::string_view text, Seat seat) const;
  // Loop thread. How the wanted voice fares, as sessions find out.
  void failed(const Error& error);
  void spoke();

  std::unique_ptr<Voice> wanted_;
  std::unique_ptr<Voice> stand_in_;
  std::array<bool, std::size(kSeats)> prefer_{true, true};
  std::string failure_;  // the wanted voice's newest, while it has given no sound since; else empty
};

}  // namespace np
