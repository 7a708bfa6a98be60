// Remembers when somebody spoke in a show's programme and when nobody did, in times of capture. Viewers hear it later
// than it is heard here, so it knows what lies ahead of them. Plain value; one owner.
#pragma once

#include <deque>
#include <optional>

#include "base/clock.hpp"
#include "hearing/speech_detector.hpp"

namespace np {

class Programme {
 public:
  // Shorter silences belong to the speech around them.
  static constexpr Duration kLeastSilence = std::chrono::seconds(2);
  // Sound that is away for so long has ended, or never was.
  static constexpr Duration kAway = std::chrono::milliseconds(1500);

  // Add blocks in order. A block that begins earlier replaces everything behind its beginning. A gap between two blocks
  // was not heard, and counts as silent.
  void hear(const Heard& heard);
  void clear() { *this = {}; }

  // A silence of at least kLeastSilence, with some room left before and behind the speech around it.
  struct Silence {
    TimePoint from;
    TimePoint until;    // as far as it is known
    bool open = false;  // it goes on there; with TimePoint::max() nothing is heard that could end it
  };
  // The first that ends after `at`; nullopt: none is known by now.
  std::optional<Silence> next_silence(TimePoint at, TimePoint now) const;

  // Somebody speaks at that time, as far as it is known.
  bool speech_at(TimePoint at) const;
  // Sound comes, or came a moment ago.
  bool hears(TimePoint now) const { return until_ && now - *until_ < kAway; }
  // nullopt: nothing was heard.
  std::optional<TimePoint> heard_until() const { return until_; }

 private:
  static constexpr float kSpeech = 0.5F;                                    // somebody speaks
  static constexpr float kNoSpeech = 0.35F;                                 // nobody does
  static constexpr Duration kStillSpeech = std::chrono::milliseconds(300);  // of silence between words
  static constexpr Duration kLeastSpeech = std::chrono::milliseconds(160);  // what is shorter was a click or a cough
  static constexpr Duration kBefore = std::chrono::milliseconds(150);       // the network hears a word's start late
  static constexpr Duration kAfter = std::chrono::milliseconds(200);
  static constexpr std::size_t kMostSpeech = 256;  // the oldest are forgotten

  struct Speech {
    TimePoint from;
    TimePoint until;  // of its last sound so far
  };

  void forget_from(TimePoint time);
  void hear_window(TimePoint at, float likely);
  bool speaks_for_sure() const { return speaking_ && speaking_->until - speaking_->from >= kLeastSpeech; }

  TimePoint from_;                  // of what was heard
  std::optional<TimePoint> until_;  // of it; nullopt: nothing was
  std::deque<Speech> speech_;       // what is over, in order
  std::optional<Speech> speaking_;  // is not over, and may turn out to be none
};

}  // namespace np
