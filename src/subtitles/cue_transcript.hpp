// Subtitles: turns lines into cues, and cues into text in one format.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "subtitles/cue_maker.hpp"
#include "subtitles/transcript.hpp"

namespace np::subtitles {

class CueTranscript final : public Transcript {
 public:
  // The text before the first cue. `comment`: one tidy line, or nothing.
  using Head = std::function<std::string(const std::string& comment)>;
  // `number` counts from 1.
  using WriteCue = std::function<std::string(std::size_t number, const Cue& cue)>;

  CueTranscript(TranscriptOptions options, Head head, WriteCue write_cue);
  std::string add(const SpokenLine& line) override;
  std::string finish() override;

 private:
  Time position(double at_s);
  std::string head(std::optional<double> first_at_s);
  std::string written(const std::vector<Cue>& cues);

  const TranscriptOptions options_;
  const Head head_;
  const WriteCue write_cue_;
  CueMaker maker_;
  bool begun_ = false;
  double newest_s_ = 0;  // SpokenLine::at_s of the newest line
  double origin_s_ = 0;  // the at_s that is position zero
  std::size_t cues_ = 0;
};

}  // namespace np::subtitles
