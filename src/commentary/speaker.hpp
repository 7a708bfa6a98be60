// The voice of one show: has a line spoken sentence by sentence, as it is written, into the audio stream. Sound that is
// there before the picture shows what the line is about waits for it; where the programme is not to be talked over, a
// sentence waits for a gap that it fits into, is cut at a clause, or is left unsaid. Loop thread only.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/audio_stream.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "commentary/gaps.hpp"
#include "commentary/placement.hpp"
#include "commentary/speaking_rate.hpp"
#include "speech/text/sentence_splitter.hpp"
#include "speech/voice.hpp"

namespace np {

// The voice of a show and the time line that it speaks on. `gaps` null: it speaks whenever there is something to say.
struct SpeakingParts {
  VoiceSession& voice;
  AudioStream& stream;
  const Gaps* gaps = nullptr;
  // A sentence begins to be said, where viewers hear the programme then. May be null.
  std::function<void(const std::string& text, TimePoint position)> on_begun = nullptr;
};

class Speaker {
 public:
  // The picture's moment, by the show's delay.
  struct Picture {
    // How long until it shows what was captured then, at the earliest; zero: it does.
    std::function<Duration(TimePoint captured_at)> until_shown;
    std::function<TimePoint()> position;  // what it shows now
  };

  // `on_idle`: everything given has become sound on its way, or never will. `sentence_to_sound`: from a finished
  // sentence to its first sound from the voice.
  Speaker(Loop& loop, const SpeakingParts& parts, Picture picture, metrics::Histogram& sentence_to_sound,
          std::function<void()> on_idle);

  // `captured_at`: of the newest frame that the line is made from. `over_at`: as Placement::begin_line has it.
  void begin_line(TimePoint captured_at, std::optional<TimePoint> over_at);
  // Chooses the speaker of the rest of this line; at first the one in the first seat.
  void take_seat(Seat seat) { voice_.take_seat(seat); }
  void piece(const std::string& text);
  // The line is complete. One that failed says no more than what was said already.
  void end_line(bool failed);
  // Silence within 20 ms; what was not said yet is forgotten.
  void interrupt();

  bool busy() const { return !sentences_.empty(); }  // there are sentences that are not yet sound on its way
  bool spoke() const { return spoke_; }              // this line made sound
  const AudioStream& stream() const { return stream_; }
  const SpeakingRate& rate() const { return rate_; }

 private:
  struct Sentence {
    std::string text;
    std::vector<PcmPtr> sound;  // what is there and was not played
    Duration length{};          // of all that came so far
    bool whole = false;         // no more will come
  };

  void say(std::string text);
  void speak(const std::shared_ptr<Sentence>& sentence);
  void play();
  bool may_begin(const Sentence& sentence);
  bool cut_first(Duration room);
  Duration still_to_play() const;
  TimePoint next_position() const;  // where the programme will be when what was written has been played
  void watch_programme();
  void leave_unsaid();

  Loop& loop_;
  VoiceSession& voice_;
  AudioStream& stream_;
  Picture picture_;
  metrics::Histogram& sentence_to_sound_;
  metrics::Counter& unsaid_;
  std::function<void()> on_idle_;
  std::function<void(const std::string&, TimePoint)> on_begun_;
  SentenceSplitter splitter_;
  Placement placement_;
  SpeakingRate rate_;
  TimePoint captured_at_;
  // In order, the first may be under way; of one line, so that its length is bounded by the line's.
  std::deque<std::shared_ptr<Sentence>> sentences_;
  bool begun_ = false;  // the first of them
  bool spoke_ = false;
  bool silent_ = false;  // of this line nothing more is said
  Timer timer_;
  Timer watch_;
  std::string last_failure_;
};

}  // namespace np
