// A document that grows line by line: subtitles, JSON lines, plain text. Used on one thread; never blocks.
#pragma once

#include <memory>
#include <string>

#include "subtitles/format.hpp"
#include "subtitles/spoken_line.hpp"

namespace np::subtitles {

struct TranscriptOptions {
  TimeBase time_base = TimeBase::kVideo;
  std::string source;  // its name, for formats with comments; empty: none
};

class Transcript {
 public:
  virtual ~Transcript() = default;
  // Returns the next part of the document, now that this line is known; perhaps nothing yet. Add lines in order.
  virtual std::string add(const SpokenLine& line) = 0;
  // Returns the rest. Call it once, after the last line. All results of add() and finish() together are the document,
  // complete and valid, also without lines.
  virtual std::string finish() = 0;
};

std::unique_ptr<Transcript> make_transcript(Format format, TranscriptOptions options);

}  // namespace np::subtitles
