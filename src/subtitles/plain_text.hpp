// Plain text, one row a line of commentary: the position in the video, or date, time and zone, then the words.
#pragma once

#include <string>

#include "subtitles/transcript.hpp"

namespace np::subtitles {

class PlainText final : public Transcript {
 public:
  explicit PlainText(TimeBase time_base) : time_base_(time_base) {}
  std::string add(const SpokenLine& line) override;
  std::string finish() override { return {}; }

 private:
  const TimeBase time_base_;
};

}  // namespace np::subtitles
