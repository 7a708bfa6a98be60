// A voice. Sentences are spoken in the order given; sound comes as soon as there is some.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "audio/pcm.hpp"
#include "base/error.hpp"

namespace np {

class Synthesizer {
 public:
  using ChunkFn = std::function<void(PcmPtr chunk)>;
  using DoneFn = std::function<void(std::expected<void, Error>)>;

  virtual ~Synthesizer() = default;  // cancels; no callback comes after
  // Loop thread; never blocks; callbacks come on the loop. At most 64 sentences wait: one more is answered by an error.
  virtual void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) = 0;
  // Loop thread. Everything given so far ends; none of its callbacks comes after.
  virtual void cancel() = 0;
  virtual std::string name() const = 0;
};

}  // namespace np
