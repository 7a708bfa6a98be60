// A document that grows line by line: subtitles, JSON lines, plain text. Used on one thread; never blocks.
#pragma once

#include <memory>
#include <string>

#include "subtitles/format.hpp"
#include "subtitles/spoken_line.hpp"

namespace np::subtitles {

struct TranscriptOptions {
  TimeBase time_base = TimeBase::kVideo;
  std::string source;  // its name, for a comment where the format has comments; empty: none
};

class Transcript {
 public:
  virtual ~Transcript() = default;
  // What the document grows by, now that this line is known: perhaps nothing yet. Lines come in order.
  virtual std::string add(const SpokenLine& line) = 0;
  // The rest, once, after the last line. What add() and finish() have returned is the document, complete and valid
  // with no lines, too.
  virtual std::string finish() = 0;
};

std::unique_ptr<Transcript> make_transcript(Format format, TranscriptOptions options);

}  // namespace np::subtitles
