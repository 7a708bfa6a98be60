// JSON lines: one object a line of commentary, with its whole text, unbroken:
//   {"begin":1.400,"end":3.047,"text":"A dog runs in from the left.","latency":0.612}
// Both times are positions in the video, or Unix time with "date" beside them. Without a latency, "latency" is left
// out.
#pragma once

#include <optional>
#include <string>

#include "subtitles/transcript.hpp"

namespace np::subtitles {

class JsonLines final : public Transcript {
 public:
  explicit JsonLines(TimeBase time_base) : time_base_(time_base) {}
  std::string add(const SpokenLine& line) override;
  std::string finish() override { return settle(std::nullopt); }

 private:
  // `next_s`: when the next line begins, which ends this one.
  std::string settle(std::optional<double> next_s);

  const TimeBase time_base_;
  std::optional<SpokenLine> pending_;
};

}  // namespace np::subtitles
