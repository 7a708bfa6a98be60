// The voice of one show: takes a cycle's text as it is written, holds it back until it is sure not to be a skip, and has it
// spoken sentence by sentence into the audio stream. Loop thread only.
#pragma once

#include <functional>
#include <string>

#include "audio/audio_stream.hpp"
#include "base/loop.hpp"
#include "speech/sentence_splitter.hpp"
#include "speech/synthesizer.hpp"

namespace np {

class Speaker {
 public:
  // `on_idle`: everything given has become sound, or failed to.
  Speaker(Loop& loop, Synthesizer& voice, AudioStream& stream, std::function<void()> on_idle);

  void begin_line();
  void piece(const std::string& text);
  // The line is complete; a skip is silent and a failed line says no more than was said already.
  enum class Outcome { kSaid, kSkip, kFailed };
  void end_line(Outcome outcome);
  // Silence within 20 ms; what was not said yet is forgotten.
  void interrupt();

  bool busy() const { return waiting_ > 0; }  // sentences that are not yet sound
  bool spoke() const { return spoke_; }       // this line made sound
  const AudioStream& stream() const { return stream_; }

 private:
  static constexpr std::size_t kHoldBackCharacters = 5;
  void release();
  void say(std::string sentence);

  Loop& loop_;
  Synthesizer& voice_;
  AudioStream& stream_;
  std::function<void()> on_idle_;
  SentenceSplitter splitter_;
  std::string held_;
  bool released_ = false;
  bool spoke_ = false;
  std::size_t waiting_ = 0;
  std::string last_failure_;
};

}  // namespace np
