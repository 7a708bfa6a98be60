// The voice that is always there: flite in this process, nothing to download, always ready. It works at about 60 times
// real time on one thread for all sessions, which take turns, a sentence each. The first sound of a sentence is there
// 10 to 60 ms after its turn has begun, by its length.
#pragma once

#include <memory>

#include "base/worker_thread.hpp"
#include "speech/text/text_reader.hpp"
#include "speech/voice.hpp"

namespace np {

// Its sessions take any text: what the reader leaves out is not spoken; nothing left is no error, only
// silence. A long text is spoken sentence by sentence, with the pauses of pause_after().
class FliteVoice final : public Voice {
 public:
  struct Manner {
    double speed = 1;  // 2: twice as fast
    double pitch = 1;  // of the voice's own; its resonances move along, as those of a smaller person
  };

  // `reader` outlives the voice.
  explicit FliteVoice(const TextReader& reader);
  ~FliteVoice() override;

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  // A session that says all its sentences in this manner, whatever the seats have.
  std::unique_ptr<VoiceSession> open_session_as(Loop& loop, const Manner& manner);
  VoiceStatus status() const override;
  bool speaks(std::string_view text) const override { return reader_.reads(text); }
  // Of the texts that begin from now on. Any thread.
  void set_manner(const Manner& manner, Seat seat = Seat::kFirst);

 private:
  struct Shared;
  const TextReader& reader_;
  std::unique_ptr<Shared> shared_;
  WorkerThread worker_;
};

}  // namespace np
