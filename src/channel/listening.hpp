// A show's ear on its programme: hears where somebody speaks, and is the gaps that the commentator speaks into. Where
// nothing can be heard (no sound, a network that is not there) everything is a gap. Loop thread but for hear().
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
  // So far ahead of the pictures that the commentator sees the programme is heard: a gap is known to be long enough
  // when it begins, and so is the room for a line.
  static constexpr Duration kAhead = std::chrono::seconds(4);
  // A source that has sound has sent some by then.
  static constexpr Duration kSoundShouldCome = std::chrono::seconds(3);

  // The detector must outlive this.
  Listening(Loop& loop, const SpeechDetector& detector);

  // Any thread; never blocks.
  void hear(SoundPtr block) { ear_->hear(std::move(block)); }
  // Any thread: how much sound was not heard yet.
  Duration waiting() const { return ear_->waiting(); }
  // The source is live, so that its sound should come; or it is not. `anew`: what was heard is of another programme, or
  // long past.
  void source_is(bool live, bool anew);

  // How far the pictures are to be held back: kAhead while there is something to hear or should soon be, else zero.
  // `now` of the loop; tells once in the log where there is nothing to hear.
  Duration hindsight();
  std::optional<Gap> next(TimePoint at) const override;
  // Up to when the programme was heard; nullopt: nothing was.
  std::optional<TimePoint> heard_until() const { return programme_.heard_until(); }
  // `position`: of the programme, where its viewers are.
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
