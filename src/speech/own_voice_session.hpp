// One show's sentences for a voice in this process. Sessions share a worker and take turns there: a turn is a step of
// one text, then the other sessions have theirs, however much waits here.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "audio/pcm.hpp"
#include "base/answers.hpp"
#include "base/worker_thread.hpp"
#include "speech/voice.hpp"

namespace np {

// A text on its way to sound. The worker's alone.
class Utterance {
 public:
  using Ticket = Answers<PcmPtr>::Ticket;

  virtual ~Utterance() = default;
  // Gives the next sound, about a sentence of it at most, and looks often whether it is still wanted. False: that was
  // all. Throws Error.
  virtual bool step(const Ticket& ticket) = 0;
};

class OwnVoiceSession final : public VoiceSession {
 public:
  // Called on the worker; what it refers to outlives the worker.
  using Begin = std::function<std::unique_ptr<Utterance>(const std::string& text, Seat seat)>;

  // `on_cancel` (loop thread) may hurry an utterance that nobody wants any more.
  OwnVoiceSession(Loop& loop, WorkerThread& worker, Begin begin, std::function<void()> on_cancel = {});
  ~OwnVoiceSession() override;

  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override;
  void take_seat(Seat seat) override { seat_ = seat; }
  void cancel() override;

 private:
  struct Text;
  struct Queue;

  // Worker.
  static void take_turn(WorkerThread& worker, const std::shared_ptr<Queue>& queue);
  static bool speak_some(Text& text, const Begin& begin);

  WorkerThread& worker_;
  std::shared_ptr<Queue> queue_;  // turns have it, too, and may end after the session
  std::function<void()> on_cancel_;
  Seat seat_ = Seat::kFirst;
  Answers<PcmPtr> answers_;
};

}  // namespace np
