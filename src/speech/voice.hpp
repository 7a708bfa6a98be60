// The voice. A Voice is shared by all shows; each show opens a session and has its sentences spoken there, in the order
// given.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "audio/pcm.hpp"
#include "base/error.hpp"
#include "base/loop.hpp"

namespace np {

// The silence that ends the sound of a sentence.
inline constexpr Duration kSentencePause = std::chrono::milliseconds(300);

// The seats of the booth: who of two commentators says a sentence. Without a booth everything comes from the first.
enum class Seat { kFirst, kSecond };
inline constexpr Seat kSeats[] = {Seat::kFirst, Seat::kSecond};

class VoiceSession {
 public:
  using ChunkFn = std::function<void(PcmPtr chunk)>;
  using DoneFn = std::function<void(std::expected<void, Error>)>;

  static constexpr std::size_t kMaxWaiting = 64;    // sentences; one more is answered by an error
  static constexpr std::size_t kMaxBytes = 20'000;  // a longer sentence is answered by an error

  virtual ~VoiceSession() = default;  // cancels; no callback comes after
  // Loop thread; never blocks; chunks, then one done, are called on the loop. Sound comes as soon as there is some.
  virtual void speak(std::string sentence, ChunkFn on_chunk, DoneFn on_done) = 0;
  // Loop thread. Chooses the speaker of the following sentences; at first the one in the first seat.
  virtual void take_seat(Seat) {}
  // Loop thread. Discards all pending sentences of this session. None of their callbacks is called afterwards.
  virtual void cancel() = 0;
};

struct VoiceStatus {
  std::string name;    // of the one that speaks now, for people
  std::string chosen;  // the key of the one in the first seat; empty if there is no choice
  double speed = 1;
  double usual_speed = 1;  // unless somebody has chosen another
  bool ready = false;      // a sentence given now is spoken
  bool starting = false;   // not ready yet, and nothing is wrong so far
  std::string detail;      // one sentence for people: why it is not ready, or what is wrong; else empty
  std::string awaited;     // while this one stands in for another: how that one is; else empty
};

class Voice {
 public:
  virtual ~Voice() = default;
  // Sessions must not outlive the voice. Callbacks come on `loop`.
  virtual std::unique_ptr<VoiceSession> open_session(Loop& loop) = 0;
  // Loop thread; never waits.
  virtual VoiceStatus status() const = 0;
  // Whether it knows the language of this text, ready or not.
  virtual bool speaks(std::string_view /*text*/) const { return true; }
};

}  // namespace np
