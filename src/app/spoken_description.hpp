// What `describe` speaks into with TALK=gaps: it hears a file's sound and says each sentence in a gap, as a show does,
// so that what it writes could be spoken there. The sound itself is heard by nobody. Loop thread but for hear().
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "audio/audio_stream.hpp"
#include "base/loop.hpp"
#include "channel/listening.hpp"
#include "commentary/gaps.hpp"
#include "commentary/speaker.hpp"
#include "config/settings.hpp"
#include "hearing/speech_detector.hpp"
#include "speech/voices.hpp"

namespace np {

class SpokenDescription final : private Gaps {
 public:
  using OnBegun = std::function<void(const std::string& text, TimePoint position)>;

  // Blocks until the networks are loaded. `on_begun` as SpeakingParts has it.
  SpokenDescription(Loop& loop, const Settings& settings, OnBegun on_begun);
  ~SpokenDescription() override;

  // As long as this lives.
  SpeakingParts parts();
  // Any thread; never blocks.
  void hear(SoundPtr sound) { listening_.hear(std::move(sound)); }
  // How long frames are to be held back, so that the programme is heard ahead of them.
  Duration hindsight() { return listening_.hindsight(); }
  // The file ends there: nothing is said beyond.
  void ends_at(TimePoint end) { end_ = end; }
  // Sound was not heard yet, or a sentence is on its way from the voice: what comes of it is posted to the loop.
  bool working() const;

 private:
  class CountingSession;

  std::optional<Gap> next(TimePoint at) const override;

  SpeechDetector detector_;
  Listening listening_;
  std::unique_ptr<Voices> voices_;
  std::unique_ptr<CountingSession> session_;
  AudioStream stream_;
  OnBegun on_begun_;
  std::optional<TimePoint> end_;  // nullopt: it goes on, as far as is known
};

}  // namespace np
