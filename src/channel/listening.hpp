// A show's ear on its programme. It hears where somebody speaks, and tells the commentator the gaps to speak into. If
// nothing can be heard (no sound, a missing network), everything is a gap. Loop thread, except hear().
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "audio/sound_block.hpp"
#include "base/loop.hpp"
#include "channel/reports.hpp"
#include "commentary/gaps.hpp"
#include "hearing/programme.hpp"
#include "hearing/speech_detector.hpp"

namespace np {

class Listening final : public Gaps {
 public:
  // The programme is heard this far ahead of the pictures that the commentator sees. So when a gap begins, its length
  // is known, and with it the room for a line.
  static constexpr Duration kAhead = std::chrono::seconds(4);
  // A source that has sound has sent some by then.
  static constexpr Duration kSoundShouldCome = std::chrono::seconds(3);

  // The detector must outlive this.
  Listening(Loop& loop, const SpeechDetector& detector);

  // Any thread; never blocks.
  void hear(SoundPtr block) { ear_->hear(std::move(block)); }
  // Any thread. How much sound waits to be heard.
  Duration waiting() const { return ear_->waiting(); }
  // Tells whether the source is live, so that its sound should come. `anew`: earlier sound belongs to another
  // programme, or is too old.
  void source_is(bool live, bool anew);

  // How far the pictures should be held back: kAhead while there is sound to hear or some should come soon, otherwise
  // zero. Uses `now` of the loop, and logs once if there is nothing to hear.
  Duration hindsight();
  std::optional<Gap> next(TimePoint at) const override;
  // The moment up to which the programme was heard; nullopt: nothing was heard.
  std::optional<TimePoint> heard_until() const { return programme_.heard_until(); }
  // `position`: the moment of the programme that its viewers see.
  HearingReport report(TimePoint position) const;

 private:
  bool silent() const;
  bool able() const;

  Loop& loop_;
  const SpeechDetector& detector_;
  Programme programme_;
  std::optional<TimePoint> live_since_;
  bool told_silent_ = false;
  std::unique_ptr<Ear> ear_;  // last: nothing is heard once it is gone
};

}  // namespace np
