// Prepares a text for a voice of this process: English words in plain ASCII, and nothing for a text in a language that
// it cannot speak. Any thread.
#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <utility>

#include "speech/text/normaliser.hpp"

namespace np {

class TextReader {
 public:
  explicit TextReader(text::Lexicon lexicon = {}) : normaliser_(std::move(lexicon)) {}

  // Whether a voice that speaks English can say it. A text without words can be said: it is silence.
  bool reads(std::string_view text) const;
  // The words to say; empty if there are none or reads() says no. Logs the first such text.
  std::string read(std::string_view text) const;
  // Why the newest text was not read; empty if it was.
  std::string complaint() const;

 private:
  const text::Normaliser normaliser_;
  mutable std::atomic<bool> foreign_ = false;  // the newest text was
  mutable std::atomic<bool> told_ = false;
};

}  // namespace np
