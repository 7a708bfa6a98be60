#include "subtitles/cue_transcript.hpp"

#include <utility>

#include "base/format.hpp"
#include "subtitles/tidy.hpp"
#include "subtitles/timestamp.hpp"

namespace np::subtitles {

CueTranscript::CueTranscript(TranscriptOptions options, Head head, WriteCue write_cue)
    : options_(std::move(options)), head_(std::move(head)), write_cue_(std::move(write_cue)) {}

std::string CueTranscript::add(const SpokenLine& line) {
  std::string text = head(line.at_s);
  return text + written(maker_.add(position(line.at_s), line.text));
}

std::string CueTranscript::finish() {
  std::string text = head(std::nullopt);
  return text + written(maker_.finish());
}

// A wall clock may have been set back between two lines: what follows goes on from there.
Time CueTranscript::position(double at_s) {
  if (options_.time_base == TimeBase::kUnix && at_s < newest_s_) origin_s_ += at_s - newest_s_;
  newest_s_ = at_s;
  return milliseconds(at_s - origin_s_);
}

std::string CueTranscript::head(std::optional<double> first_at_s) {
  if (std::exchange(begun_, true)) return {};
  std::string comment = options_.source;
  if (first_at_s && options_.time_base == TimeBase::kUnix) {
    newest_s_ = origin_s_ = *first_at_s;
    comment += np::format("{}00:00:00.000 is {}", comment.empty() ? "" : ", ", date_text(*first_at_s));
  }
  return head_(tidy(comment));
}

std::string CueTranscript::written(const std::vector<Cue>& cues) {
  std::string text;
  for (const Cue& cue : cues) text += write_cue_(++cues_, cue);
  return text;
}

}  // namespace np::subtitles
