// The built-in voice: flite in this process, nothing to download. Works at about 60 times real time on a thread of its
// own; the first sound of a sentence is there after 10 to 60 ms, by its length.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "speech/synthesizer.hpp"

namespace np {

class FliteSynthesizer final : public Synthesizer {
 public:
  static constexpr std::size_t kMaxWaiting = 64;
  static constexpr std::size_t kMaxBytes = 20'000;  // a longer text is answered by an error

  explicit FliteSynthesizer(Loop& loop);
  ~FliteSynthesizer() override;

  // Any text: what cannot be spoken (see speakable()) is left out; nothing left is no error, only silence. A long text
  // is spoken sentence by sentence. A pause of 250 ms follows a sentence, of 120 ms one that ends in a comma or the
  // like.
  void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) override;
  void cancel() override;
  std::string name() const override;

 private:
  struct Job;
  void run(std::shared_ptr<Job> job);

  Loop& loop_;
  std::shared_ptr<std::atomic<bool>> stop_;  // one for all that was given since the last cancel()
  WorkerThread worker_;
};

}  // namespace np
