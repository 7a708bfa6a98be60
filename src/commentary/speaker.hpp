// The voice of one show: has a line spoken sentence by sentence, as it is written, into the audio stream. Sound that is there
// before the picture shows what the line is about waits for it. Loop thread only.
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "audio/audio_stream.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "speech/sentence_splitter.hpp"
#include "speech/voice.hpp"

namespace np {

class Speaker {
 public:
  // How long until the picture shows what was captured then, at the earliest; zero: it does.
  using UntilShown = std::function<Duration(TimePoint captured_at)>;

  // `on_idle`: everything given has become sound on its way, or failed to. `sentence_to_sound`: from a finished sentence
  // to its first sound from the voice.
  Speaker(Loop& loop, VoiceSession& voice, AudioStream& stream, UntilShown until_shown, metrics::Histogram& sentence_to_sound,
          std::function<void()> on_idle);

  // `captured_at`: of the newest frame that the line is made from.
  void begin_line(TimePoint captured_at);
  void piece(const std::string& text);
  // The line is complete. One that failed says no more than what was said already.
  void end_line(bool failed);
  // Silence within 20 ms; what was not said yet is forgotten.
  void interrupt();

  bool busy() const { return waiting_ > 0 || !early_.empty(); }  // there are sentences that are not yet sound on its way
  bool spoke() const { return spoke_; }                          // this line made sound
  const AudioStream& stream() const { return stream_; }

 private:
  void say(std::string sentence);
  void hear(PcmPtr chunk);
  void play_early();
  void settle();

  Loop& loop_;
  VoiceSession& voice_;
  AudioStream& stream_;
  UntilShown until_shown_;
  metrics::Histogram& sentence_to_sound_;
  std::function<void()> on_idle_;
  SentenceSplitter splitter_;
  TimePoint captured_at_;
  std::deque<PcmPtr> early_;  // of one line, so that its length is bounded by the line's
  Timer shown_;
  bool spoke_ = false;
  std::size_t waiting_ = 0;
  std::string last_failure_;
};

}  // namespace np
