// Learns from the voice how long it takes for words, whichever voice it is and at whatever speed. Plain value.
#pragma once

#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/clock.hpp"

namespace np {

class SpeakingRate {
 public:
  // A sentence took so long to say.
  void learn(std::string_view sentence, Duration length) {
    const int words = words_in(sentence);
    if (words < kFewWords || length <= Duration::zero()) return;
    const double now = std::clamp(to_seconds(length) / words, kQuickest, kSlowest);
    a_word_ += kShare * (now - a_word_);
  }
  // So many fit into that time.
  int words_within(Duration time) const { return static_cast<int>(std::min(to_seconds(time) / a_word_, kMostWords)); }

 private:
  static constexpr int kFewWords = 4;
  static constexpr double kQuickest = 0.15, kSlowest = 1.5;  // seconds a word
  static constexpr double kShare = 0.2;
  static constexpr double kMostWords = 1000;

  static int words_in(std::string_view text) {
    int words = 0;
    bool inside = false;
    for (const char c : text) {
      const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
      words += !space && !inside;
      inside = !space;
    }
    return words;
  }

  double a_word_ = 0.36;
};

}  // namespace np
