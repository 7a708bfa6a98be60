// The voice of `describe` with TALK=gaps. It hears the file's sound and places each sentence in a gap, as a show does,
// so that the written lines could be spoken there. It plays no sound. Loop thread, except hear().
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

  // Blocks until the networks are loaded. `on_begun`: see SpeakingParts.
  SpokenDescription(Loop& loop, const Settings& settings, OnBegun on_begun);
  ~SpokenDescription() override;

  // Valid as long as this lives.
  SpeakingParts parts();
  // Any thread; never blocks.
  void hear(SoundPtr sound) { listening_.hear(std::move(sound)); }
  // How long the caller should hold frames back, so that the programme is heard ahead of them.
  Duration hindsight() { return listening_.hindsight(); }
  // The file ends there: nothing is said after that.
  void ends_at(TimePoint end) { end_ = end; }
  // True while sound waits to be heard or the voice is making a sentence. Both results are posted to the loop.
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
  std::optional<TimePoint> end_;  // nullopt: as far as is known, it goes on
};

}  // namespace np
