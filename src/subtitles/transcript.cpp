#include "subtitles/transcript.hpp"

#include <utility>

#include "subtitles/cue_transcript.hpp"
#include "subtitles/json_lines.hpp"
#include "subtitles/plain_text.hpp"
#include "subtitles/subrip.hpp"
#include "subtitles/webvtt.hpp"

namespace np::subtitles {

std::unique_ptr<Transcript> make_transcript(Format format, TranscriptOptions options) {
  switch (format) {
    case Format::kText: return std::make_unique<PlainText>(options.time_base);
    case Format::kJsonLines: return std::make_unique<JsonLines>(options.time_base);
    case Format::kWebVtt: return std::make_unique<CueTranscript>(std::move(options), webvtt_head, webvtt_cue);
    case Format::kSubRip: break;
  }
  return std::make_unique<CueTranscript>(std::move(options), subrip_head, subrip_cue);
}

}  // namespace np::subtitles
