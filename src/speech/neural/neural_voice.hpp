// The voice that one likes to listen to: a network of 8 MB by ONNX Runtime, with flite's lexicon in front of it and a
// vocoder behind. American English. One worker for all sessions, which take turns; a short sentence is heard 15 ms
// after its turn has begun, one of 110 characters after 50 ms, and a second of sound takes 14 ms of one core.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/worker_thread.hpp"
#include "speech/neural/spectra.hpp"
#include "speech/text/text_reader.hpp"
#include "speech/voice.hpp"

namespace np {

// Its sessions take any text, as FliteVoice's do.
class NeuralVoice final : public Voice {
 public:
  struct Manner {
    std::string name;  // for people
    VoiceStyle style;
    double speed = 1;
  };

  // Loads beside. A file that is missing or no such network is told once in the log, in one sentence with the next
  // step, and in status(). Empty path: there is none. `reader` outlives the voice. `manner` is that of both seats.
  NeuralVoice(std::filesystem::path file, Manner manner, const TextReader& reader);
  ~NeuralVoice() override;

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  // A session that says all its sentences in this manner, whatever the seats have.
  std::unique_ptr<VoiceSession> open_session_as(Loop& loop, Manner manner);
  // Its name is that of the first seat.
  VoiceStatus status() const override;
  bool speaks(std::string_view text) const override;
  // Of the texts that begin from now on. Any thread.
  void set_manner(Manner manner, Seat seat = Seat::kFirst);
  // Blocks until it is loaded or cannot be: for a run without a clock.
  void wait_loaded() const;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
  WorkerThread worker_;
};

}  // namespace np
