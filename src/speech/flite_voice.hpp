// The voice that is always there: flite in this process, nothing to download, always ready. It works at about 60 times
// real time on one thread for all sessions, which take turns, a sentence each. The first sound of a sentence is there
// 10 to 60 ms after its turn has begun, by its length.
#pragma once

#include <memory>

#include "base/worker_thread.hpp"
#include "speech/text_reader.hpp"
#include "speech/voice.hpp"

namespace np {

// Its sessions take any text: what the reader leaves out is not spoken; nothing left is no error, only
// silence. A long text is spoken sentence by sentence, with the pauses of pause_after().
class FliteVoice final : public Voice {
 public:
  // `reader` outlives the voice.
  explicit FliteVoice(const TextReader& reader);
  ~FliteVoice() override;

  std::unique_ptr<VoiceSession> open_session(Loop& loop) override;
  VoiceStatus status() const override;
  bool speaks(std::string_view text) const override { return reader_.reads(text); }
  // Of the texts that begin from now on: 1 is usual, 2 twice as fast. Any thread.
  void set_speed(double speed);

 private:
  struct Shared;
  const TextReader& reader_;
  std::unique_ptr<Shared> shared_;
  WorkerThread worker_;
};

}  // namespace np
