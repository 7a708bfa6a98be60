// One show's sentences for flite. Sessions share a worker and take turns there: a turn is one sentence, then the other
// sessions have theirs, however much waits here.
#pragma once

#include <memory>
#include <string>

#include "audio/pcm.hpp"
#include "base/answers.hpp"
#include "base/worker_thread.hpp"
#include "speech/voice.hpp"

namespace np {

class FliteVoiceSession final : public VoiceSession {
 public:
  FliteVoiceSession(Loop& loop, WorkerThread& worker);
  ~FliteVoiceSession() override;

  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override;
  void cancel() override;

 private:
  struct Text;
  struct Queue;

  // Worker.
  static void take_turn(WorkerThread& worker, const std::shared_ptr<Queue>& queue);
  static bool speak_one(Text& text);

  WorkerThread& worker_;
  std::shared_ptr<Queue> queue_;  // turns have it, too, and may end after the session
  Answers<PcmPtr> answers_;
};

}  // namespace np
